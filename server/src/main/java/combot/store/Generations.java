package combot.store;

import combot.conversation.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The turns that a language model was wanted for, and what came of it. */
final class Generations {
  private Generations() {}

  /** The columns that {@link #provenance} reads, of the table {@code generation} as {@code g}. */
  static final String COLUMNS =
      """
      g.source as written_by, g.provider, g.model, g.request_id, g.prompt_hash, g.parameters as asked_with,
        g.input_tokens, g.output_tokens, g.cost, g.queued_ms, g.computed_ms as model_ms, g.attempts, g.findings,
        g.errors, g.refused\
      """;

  /** Stores those of an exchange; where all is scripted, there is no statement. */
  static void insert(Handle handle, Exchange exchange) {
    int number = exchange.before().turns() + 2;
    for (var reply : exchange.replies()) {
      if (reply.provenance().source() != Provenance.Source.SCRIPTED) {
        insert(handle, exchange, number, reply.provenance());
      }
      number++;
    }
  }

  private static void insert(Handle handle, Exchange exchange, int number, Provenance provenance) {
    handle
        .createUpdate(
            """
            insert into generation (conversation_id, number, study_id, created_at, source, provider, model, request_id,
              prompt_hash, parameters, input_tokens, output_tokens, cost, queued_ms, computed_ms, attempts, findings,
              errors, refused)
            values (:conversation, :number, :study, :now, :source, :provider, :model, :request,
              :prompt, :parameters, :input, :output, :cost, :queued, :computed, :attempts, :findings,
              :errors, :refused)\
            """)
        .bind("conversation", exchange.before().id())
        .bind("number", number)
        .bind("study", exchange.before().studyId())
        .bind("now", exchange.now().toEpochMilli())
        .bind("source", provenance.source())
        .bind("provider", provenance.provider())
        .bind("model", provenance.model())
        .bind("request", provenance.requestId())
        .bind("prompt", provenance.promptHash())
        .bind("parameters", Json.write(provenance.parameters()))
        .bind("input", provenance.inputTokens())
        .bind("output", provenance.outputTokens())
        .bind("cost", provenance.cost())
        .bind("queued", provenance.queued().toMillis())
        .bind("computed", provenance.computed().toMillis())
        .bind("attempts", provenance.attempts())
        .bind("findings", Json.write(provenance.findings()))
        .bind("errors", Json.write(provenance.errors()))
        .bind("refused", provenance.refused())
        .execute();
  }

  /** Of a row with {@link #COLUMNS}; empty where a left join found none. */
  static Optional<Provenance> provenance(ResultSet row) throws SQLException {
    var source = row.getString("written_by");
    if (source == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Provenance(
            Provenance.Source.valueOf(source),
            row.getString("provider"),
            row.getString("model"),
            row.getString("request_id"),
            row.getString("prompt_hash"),
            Json.strings(row.getString("asked_with")),
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getDouble("cost"),
            Duration.ofMillis(row.getLong("queued_ms")),
            Duration.ofMillis(row.getLong("model_ms")),
            row.getInt("attempts"),
            Json.list(row.getString("findings")),
            Json.list(row.getString("errors")),
            row.getString("refused")));
  }
}

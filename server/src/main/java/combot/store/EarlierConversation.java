package combot.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The conversation that the same request, or the same person, began: found inside the transaction
 * that would begin another, or go on with it.
 */
final class EarlierConversation {

  /** How long a gateway may take to send a request again. */
  private static final Duration REPEATS = Duration.ofMinutes(1);

  private final Handle handle;
  private final Opening opening;
  private Optional<Row> outdated = Optional.empty();

  private record Row(
      String id, String participant, String panelId, String parameters, String status, long at) {}

  EarlierConversation(Handle handle, Opening opening) {
    this.handle = handle;
    this.opening = opening;
  }

  /** Whether there is one that may be it; nothing is written. */
  boolean isLikely() {
    return row("c.request_id", opening.requestId()).isPresent()
        || row("p.panel_id", opening.panelId()).isPresent();
  }

  /** What becomes of the opening; empty if there was none before, and then nothing is written. */
  Optional<Opening.Result> find() {
    var same = row("c.request_id", opening.requestId());
    if (same.isPresent()) {
      if (isRepeated(same.get())) {
        return Optional.of(resumed(same.get()));
      }
      if (opening.origin() == Conversation.Origin.PAGE) {
        return Optional.of(new Opening.Result.RequestIdTaken());
      }
      outdated = same;
    }
    return row("p.panel_id", opening.panelId()).map(this::resumed);
  }

  private boolean isRepeated(Row row) {
    boolean recent = opening.now().toEpochMilli() - row.at() <= REPEATS.toMillis();
    return switch (opening.origin()) {
      case PAGE -> Objects.equals(row.panelId(), opening.panelId());
      case API -> recent && row.status().equals(Conversation.Status.OPENED.name());
      case UNLINKED -> recent;
    };
  }

  private Optional<Row> row(String column, String key) {
    return key == null
        ? Optional.empty()
        : handle
            .createQuery(
                "select c.id, p.id, p.panel_id, p.parameters, c.status, c.created_at from conversation c"
                    + " join participant p on p.id = c.participant_id"
                    + " where p.study_id = :study and c.study_id = :study and "
                    + column
                    + " = :key order by c.created_at limit 1")
            .bind("study", opening.study().id())
            .bind("key", key)
            .map((row, _) ->
                new Row(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6)))
            .findOne();
  }

  private Opening.Result resumed(Row row) {
    Journal.insertToken(handle, opening.token(), row.id(), opening.now());
    keepParameters(row);
    return new Opening.Result.Resumed(row.id());
  }

  /** What the newer link brought is what the survey at the end wants; the older is kept beside. */
  private void keepParameters(Row row) {
    var known = Json.strings(row.parameters());
    var all = new LinkedHashMap<String, String>(known);
    all.putAll(opening.parameters());
    if (all.equals(known)) {
      return;
    }
    handle
        .createUpdate(
            """
            insert into former_parameters (participant_id, parameters, replaced_at)
            values (:participant, :parameters, :now)\
            """)
        .bindMap(
            Map.of(
                "participant", row.participant(),
                "parameters", row.parameters(),
                "now", opening.now().toEpochMilli()))
        .execute();
    handle
        .createUpdate("update participant set parameters = :parameters where id = :participant")
        .bind("parameters", Json.write(all))
        .bind("participant", row.participant())
        .execute();
  }

  /** Once {@link #find} was empty: takes the request's id from the one that had it long ago. */
  void freeRequestId() {
    outdated.ifPresent(row ->
        handle
            .createUpdate("update conversation set request_id = null where id = :id")
            .bind("id", row.id())
            .execute());
  }
}

package combot;

import combot.conversation.Provenance;
import combot.store.ExportedTurn;
import combot.store.Turn;
import combot.study.When;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What an export tells of a turn: docs/data.md says what each means. */
final class ExportColumns {

  private record Column(String name, Function<ExportedTurn, Object> value) {}

  private final List<Column> columns = new ArrayList<>();

  /**
   * @param factors of the study, in the order of its file
   * @param contacts whether the ways to reach participants are told
   */
  ExportColumns(Collection<String> factors, boolean contacts) {
    add("conversation", ExportedTurn::conversation);
    add("panel_id", ExportedTurn::panelId);
    add("study_version", ExportedTurn::studyVersion);
    factors.forEach(factor -> add("assigned_" + factor, it -> it.assigned().levels().get(factor)));
    add("status", it -> lower(it.status()));
    add("class", ExportedTurn::complaintClass);
    if (contacts) {
      add("contact", ExportedTurn::contact);
    }
    add("number", it -> it.turn().number());
    add("role", it -> lower(it.turn().role()));
    add("kind", it -> it.turn().kind().toLowerCase(Locale.ROOT));
    add("text", it -> it.mayHoldContact() && !contacts ? "" : it.turn().text());
    add("place", it -> it.turn().source());
    factors.forEach(factor -> add("delivered_" + factor, it -> it.turn().delivered().get(factor)));
    add("delivered_class", it -> it.turn().delivered().get(When.CLASS));
    add("created_at", it -> it.turn().at().toString());
    timed("computed_ms", Turn.Timing::computed);
    timed("shown_ms", Turn.Timing::shown);
    add("source", ExportColumns::source);
    generated("provider", Provenance::provider);
    generated("model", Provenance::model);
    generated("request_id", Provenance::requestId);
    generated("prompt_hash", Provenance::promptHash);
    generated("parameters", Provenance::parameters);
    generated("input_tokens", Provenance::inputTokens);
    generated("output_tokens", Provenance::outputTokens);
    generated("cost", it -> cost(it.cost()));
    generated("queued_ms", it -> it.queued().toMillis());
    generated("model_ms", it -> it.computed().toMillis());
    generated("attempts", Provenance::attempts);
    generated("findings", Provenance::findings);
    generated("errors", Provenance::errors);
    generated("refused", Provenance::refused);
  }

  /** To a billionth. */
  private static BigDecimal cost(double cost) {
    var rounded = BigDecimal.valueOf(cost).setScale(9, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  private void add(String name, Function<ExportedTurn, Object> value) {
    columns.add(new Column(name, value));
  }

  private void timed(String name, Function<Turn.Timing, Duration> value) {
    add(name, it -> it.turn().timing() == null ? null : value.apply(it.turn().timing()).toMillis());
  }

  private void generated(String name, Function<Provenance, Object> value) {
    add(name, it -> it.provenance().map(value).orElse(null));
  }

  private static String source(ExportedTurn turn) {
    return switch (turn.turn().role()) {
      case PARTICIPANT -> null;
      case BOT ->
          lower(turn.provenance().map(Provenance::source).orElse(Provenance.Source.SCRIPTED));
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** In the order of {@link #names}; {@code null} where there is nothing. */
  Map<String, Object> values(ExportedTurn turn) {
    var values = new LinkedHashMap<String, Object>();
    columns.forEach(column -> values.put(column.name(), column.value().apply(turn)));
    return values;
  }
}

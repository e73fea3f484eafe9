package combot.readiness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;

/** A report as JSON, by {@code docs/check.schema.json}. */
final class ReportJson {
  private ReportJson() {}

  static JsonObject of(Report report) {
    var verdict = report.verdict();
    var told = new JsonObject();
    report.target().ifPresent(target -> told.put("target", target.toString()));
    return told.put("version", report.version())
        .put("kind", report.depth().toString())
        .put("at", report.at().toString())
        .put("host", report.host())
        .put("url", report.url())
        .put("data", report.data().toString())
        .put("verdict", verdict.outcome().name())
        .put("decided_by", strings(verdict.deciding().stream().map(Line::id).toList()))
        .put("thresholds_changed", strings(report.thresholds()))
        .put("sections", new JsonArray(report.sections().stream().map(ReportJson::of).toList()))
        .put("recommendations", strings(report.recommendations().stream().map(Line::id).toList()))
        .put("comparison", of(report.comparison()))
        .put("figures", new JsonObject(new TreeMap<>(report.figures())))
        .put("steps", new JsonArray(report.steps().stream().map(ReportJson::of).toList()));
  }

  private static JsonArray strings(List<String> strings) {
    return new JsonArray(strings);
  }

  private static JsonObject of(Section section) {
    return new JsonObject()
        .put("title", section.title())
        .put("lines", new JsonArray(section.lines().stream().map(ReportJson::of).toList()));
  }

  private static JsonObject of(Step step) {
    var measured = step.measured();
    var told =
        new JsonObject()
            .put("users", step.users())
            .put("state", step.state())
            .put("replies", measured.replies().count())
            .put("p50_ms", measured.replies().p50())
            .put("p95_ms", measured.replies().p95())
            .put("p99_ms", measured.replies().p99())
            .put("requests_per_second", measured.requestsPerSecond())
            .put("conversations_per_hour", measured.conversationsPerHour());
    measured.success().ifPresent(all -> told.put("success", all.share()));
    measured.little().ifPresent(little -> told.put("little_deviation", little.deviation()));
    return told;
  }

  private static JsonObject of(Line line) {
    var told =
        new JsonObject()
            .put("id", line.id())
            .put("title", line.title())
            .put("value", line.value())
            .put("threshold", line.threshold())
            .put("state", line.state().name())
            .put("how", line.how())
            .put("when", line.when().toString())
            .put("required", line.required());
    line.remedy().ifPresent(remedy -> told.put("remedy", remedy));
    return told;
  }

  private static JsonObject of(Comparison comparison) {
    var told = new JsonObject();
    comparison.with().ifPresent(at -> told.put("with", at));
    comparison.why().ifPresent(why -> told.put("why_not", why));
    return told.put("better", changes(comparison.better()))
        .put("worse", changes(comparison.worse()))
        .put("new", strings(comparison.added()))
        .put("gone", strings(comparison.gone()));
  }

  private static JsonArray changes(List<Comparison.Change> changes) {
    return new JsonArray(
        changes.stream()
            .map(change ->
                new JsonObject()
                    .put("title", change.title())
                    .put("before", change.before().name())
                    .put("now", change.now().name()))
            .toList());
  }
}

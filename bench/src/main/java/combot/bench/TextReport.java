package combot.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A run for people to read. */
final class TextReport {

  private final PrintStream out;

  TextReport(PrintStream out) {
    this.out = out;
  }

  void print(Outcome outcome) {
    outcome.setting().forEach((name, value) -> line("%-12s %s", name, value));
    outcome
        .startup()
        .ifPresent(s ->
            line(
                "%-12s %.2f s to the first conversation, %.2f s to the first classified reply",
                "start", s.opened(), s.classified()));
    var warmUp = outcome.warmUp();
    line(
        "%-12s %.0f s, %d users, %d conversations (new and known first messages by turns) and %d bare requests",
        "warm-up",
        warmUp.seconds(),
        warmUp.scenario().users(),
        warmUp.tally().times(Kind.OPEN).getTotalCount(),
        warmUp.tally().times(Kind.BARE).getTotalCount());
    failures(warmUp).forEach(out::println);
    line("");
    line(
        "times in ms, of right answers; CPU in cores; bare: requests/s of the bare endpoint just before");
    heading();
    for (var step : outcome.steps()) {
      scenario(step);
    }
    line("");
    outcome.memory().ifPresent(this::memory);
    stored(outcome);
  }

  private void heading() {
    line(
        "%-12s %9s %7s %8s %7s %7s %7s %7s %7s %8s %7s %6s %6s %6s",
        "scenario",
        "requests",
        "failed",
        "right/s",
        "mean",
        "p50",
        "p90",
        "p95",
        "p99",
        "max",
        "bare",
        "server",
        "bench",
        "others");
  }

  private void scenario(Outcome.Step step) {
    var measured = step.measured();
    var cpu = measured.cpu();
    double s = measured.seconds();
    line(
        "%-12s %9d %7d %8.0f %s %7.0f %6.2f %6.2f %6.2f",
        measured.scenario().title(),
        measured.requests(),
        measured.tally().failed(),
        measured.perSecond(),
        times(measured.tally().times()),
        step.bare().perSecond(),
        cpu.server() / s,
        cpu.generator() / s,
        cpu.others() / s);
    for (var kind : Kind.values()) {
      var times = measured.tally().times(kind);
      if (kind != Kind.BARE && times.getTotalCount() > 0) {
        line(
            "  %-10s %9d %7s %8.0f %s",
            kind.name().toLowerCase(Locale.ROOT),
            times.getTotalCount(),
            "",
            times.getTotalCount() / s,
            times(times));
      }
    }
    failures(measured).forEach(out::println);
    failures(step.bare()).forEach(out::println);
  }

  private static String times(Histogram times) {
    return "%s %s %s %s %s %s"
        .formatted(
            cell(7, times.getMean()),
            cell(7, times.getValueAtPercentile(50)),
            cell(7, times.getValueAtPercentile(90)),
            cell(7, times.getValueAtPercentile(95)),
            cell(7, times.getValueAtPercentile(99)),
            cell(8, times.getMaxValue()));
  }

  private static String cell(int width, double nanos) {
    return String.format(Locale.ROOT, "%" + width + ".2f", nanos / 1e6);
  }

  /** What went wrong, a line each. */
  static List<String> failures(Measured measured) {
    var tally = measured.tally();
    return tally.failures().entrySet().stream()
        .map(e ->
            "  FAILED %d × %s  %s"
                .formatted(e.getValue(), e.getKey(), tally.excerpts().get(e.getKey())))
        .toList();
  }

  private void memory(Memory memory) {
    line("worker's memory: PSS %.0f MB", memory.pssMegabytes());
    memory
        .kilobytes()
        .forEach((name, kilobytes) -> line("  %-14s %8.1f MB", name, kilobytes / 1024.0));
  }

  private void stored(Outcome outcome) {
    var sent = outcome.sent();
    line(
        "acknowledged: %d conversations, %d whole, %d broken off by a failure, %d turns",
        sent.conversations(), sent.whole(), sent.broken(), sent.turns());
    outcome
        .stored()
        .ifPresentOrElse(
            stored -> {
              line(
                  "stored:       %d conversations, %d finished, %d turns of participants",
                  stored.conversations(), stored.finished(), stored.turns());
              stored.problems().forEach(problem -> line("  WRONG %s", problem));
              if (stored.problems().isEmpty()) {
                line("  every turn is stored once, in order, in its own words");
              }
            },
            () -> line("stored:       not looked at (--data says where)"));
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}

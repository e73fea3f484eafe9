package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.study.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What a load test must reach, such as {@code p95<500ms}, {@code begin.p99<=1s}, {@code
 * success>=99.9%}. It is held against each stage by itself, since a mean over all hides the worst.
 *
 * @param text as given
 * @param scope whose times: a {@link Kind}, {@code all} requests, or whole {@code session}s
 * @param bound times in milliseconds, success in percent
 */
record Requirement(String text, String scope, String figure, String operator, double bound) {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(?:([a-z]+)\\.)?([a-z0-9-]+)\\s*(<=|>=|<|>)\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z%]*)\\s*");

  private static final List<String> TIMES = List.of("mean", "p50", "p90", "p95", "p99", "max");
  private static final List<String> RATES =
      List.of("success", "failures", "requests", "conversations");
  private static final List<String> SCOPES =
      List.of("page", "asset", "study", "begin", "turn", "first", "read", "all", "session");
  private static final Map<String, Double> MILLIS = Map.of("ms", 1.0, "s", 1_000.0, "m", 60_000.0);

  /**
   * Whether a stage keeps to it.
   *
   * @param seen in words
   */
  record Held(String stage, Requirement requirement, boolean holds, String seen) {}

  /**
   * @throws IllegalArgumentException saying what is allowed
   */
  static Requirement parse(String text) {
    var parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no requirement: write a figure, one of < <= > >=, and a bound, as in p95<500ms, begin.p99<=1s, success>=99.9%%, conversations>=200"
              .formatted(text));
    }
    var figure = parts.group(2);
    if (!TIMES.contains(figure) && !RATES.contains(figure)) {
      var known = new ArrayList<>(TIMES);
      known.addAll(RATES);
      throw new IllegalArgumentException(
          "'%s' names no figure: %s".formatted(text, Nearest.hint(figure, known)));
    }
    if (parts.group(1) != null && !TIMES.contains(figure)) {
      throw new IllegalArgumentException(
          "'%s': %s is of all requests; leave '%s.' out".formatted(text, figure, parts.group(1)));
    }
    var scope = Optional.ofNullable(parts.group(1)).orElse("turn");
    if (!SCOPES.contains(scope)) {
      throw new IllegalArgumentException(
          "'%s': there are no times of '%s'; %s"
              .formatted(text, scope, Nearest.hint(scope, SCOPES)));
    }
    double bound = Double.parseDouble(parts.group(4)) * unit(text, figure, parts.group(5));
    return new Requirement(text, scope, figure, parts.group(3), bound);
  }

  private static double unit(String text, String figure, String unit) {
    if (TIMES.contains(figure)) {
      var factor = MILLIS.get(unit);
      if (factor == null) {
        throw new IllegalArgumentException(
            "'%s': a time needs its unit, one of ms, s, m".formatted(text));
      }
      return factor;
    }
    if (figure.equals("success") ? !unit.equals("%") : !unit.isEmpty()) {
      throw new IllegalArgumentException(
          figure.equals("success")
              ? "'%s': success is in percent, as in success>=99.9%%".formatted(text)
              : "'%s': %s has no unit".formatted(text, figure));
    }
    return 1;
  }

  /** All, held against each stage that was planned; one that did not run reaches nothing. */
  static List<Held> hold(List<Requirement> requirements, Outcome outcome) {
    var planned = outcome.plan().shape().stages();
    var held = new ArrayList<Held>();
    for (var requirement : requirements) {
      outcome.stages().forEach(stage -> held.add(requirement.hold(stage)));
      planned.stream()
          .skip(outcome.stages().size())
          .forEach(stage -> held.add(new Held(stage.name(), requirement, false, "did not run")));
    }
    return held;
  }

  /** Held against one stage; what was not measured is not held. */
  Held hold(StageOutcome stage) {
    var value = value(stage);
    boolean holds =
        value.isPresent()
            && switch (operator) {
              case "<" -> value.getAsDouble() < bound;
              case "<=" -> value.getAsDouble() <= bound;
              case ">" -> value.getAsDouble() > bound;
              default -> value.getAsDouble() >= bound;
            };
    return new Held(
        stage.name(), this, holds, value.isPresent() ? said(value.getAsDouble()) : "not measured");
  }

  private String said(double value) {
    if (figure.equals("success")) {
      return Figure.format("%.3f %%", value);
    }
    return TIMES.contains(figure) ? Figure.millis(value) : Figure.whole(value);
  }

  private OptionalDouble value(StageOutcome stage) {
    return switch (figure) {
      case "success" ->
          stage.success().stream()
              .mapToDouble(success -> 100.0 * success.successes() / success.trials())
              .findFirst();
      case "failures" ->
          stage.success().stream()
              .mapToDouble(success -> success.trials() - success.successes())
              .findFirst();
      case "requests" -> OptionalDouble.of(stage.requestsPerSecond());
      case "conversations" -> OptionalDouble.of(stage.conversationsPerHour());
      default -> time(latencies(stage));
    };
  }

  private Latencies latencies(StageOutcome stage) {
    return switch (scope) {
      case "all" -> stage.all();
      case "session" -> stage.sessions();
      default -> stage.of(Kind.valueOf(scope.toUpperCase(Locale.ROOT)));
    };
  }

  private OptionalDouble time(Latencies times) {
    if (times.count() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        switch (figure) {
          case "mean" -> times.mean();
          case "p50" -> times.p50();
          case "p90" -> times.p90();
          case "p95" -> times.p95();
          case "p99" -> times.p99();
          default -> times.max();
        });
  }
}

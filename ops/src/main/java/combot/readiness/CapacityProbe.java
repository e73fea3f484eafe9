package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Kind;
import combot.loadtest.Latencies;
import combot.loadtest.Outcome;
import combot.report.Block;
import combot.report.Block.Axis;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import combot.statistics.Estimate;
import combot.statistics.ScalabilityLaw;
import combot.statistics.ScalabilityLaw.Fitted;
import combot.statistics.ScalabilityLaw.Level;
import combot.statistics.ScalabilityLaw.NotFitted;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the machine can bear, against what the study asks of it. */
record CapacityProbe(Loads loads) implements Probe {

  private static final int CURVE = 60;
  private static final long SEED = 1;

  @Override
  public List<Line> look(Context now) {
    var context = loads.at(Trial.STEPS, now);
    return List.of(
        tested(context),
        margin(context),
        duration(context),
        rate(context),
        hours(context),
        law(context));
  }

  /** The largest step that serves participants well. */
  static Optional<Step> capacity(Loads loads, Limits limits) {
    return Step.largest(loads.steps(limits), Grade.GOOD);
  }

  private Line tested(Context context) {
    int session = loads.programme().target().session();
    var question =
        context.require(
            "capacity.tested",
            "Participants at once, tested and served well",
            "the largest step that is optimal, excellent or good; no smaller step was worse",
            TrialProbe.TOO_SLOW);
    return capacity(
        question,
        step ->
            question.holds(
                step.users() >= session,
                State.FAIL,
                "%d, where the study has %d at once".formatted(step.users(), session),
                "fails below " + session));
  }

  private Line margin(Context context) {
    var question =
        context.require(
            "capacity.margin",
            "Safety margin",
            "tested and served well, in sessions' sizes",
            TrialProbe.TOO_SLOW);
    return capacity(
        question,
        step -> {
          double margin = (double) step.users() / loads.programme().target().session();
          return question.measured(margin, Figure.format("%.1f times the session", margin));
        });
  }

  private Line capacity(Question question, Function<Step, Line> finding) {
    var limits = question.context().limits();
    if (loads.steps(limits).isEmpty()) {
      return question.unknown(loads.why(Trial.STEPS));
    }
    var line =
        capacity(loads, limits)
            .map(finding)
            .orElseGet(
                () -> question.is(State.FAIL, "not one is served well", question.threshold()));
    boolean mayBeMore = loads.of(Trial.STEPS).flatMap(Outcome::cutShort).isPresent();
    return mayBeMore && line.state() != State.PASS
        ? question.unknown("%s Until then: %s".formatted(loads.why(Trial.STEPS), line.value()))
        : line;
  }

  private Line duration(Context context) {
    var question =
        context.ask(
            "capacity.session",
            "A session's duration at people's pace",
            "session test, times to think and type multiplied back; an estimate",
            "");
    return Pace.of(loads)
        .map(pace ->
            question.told(
                "about %s for half of the people, %s for the last"
                    .formatted(Figure.time(pace.typical()), Figure.time(pace.longest()))))
        .orElseGet(() -> question.unknown(loads.why(Trial.SESSIONS)));
  }

  private Line rate(Context context) {
    var question =
        context.ask(
            "capacity.rate",
            "Conversations an hour, the most that were finished",
            "step test, at the pace of its participants",
            "");
    int workers = Math.max(1, context.running().ready().size());
    return loads.steps(context.limits()).stream()
        .filter(step -> step.is(Grade.GOOD) && !step.isMismeasured())
        .max(Comparator.comparingDouble(step -> step.measured().conversationsPerHour()))
        .map(step ->
            question.told(
                Figure.format(
                    "%,.0f, which is %,.0f for each of %d workers, with %d at once",
                    step.measured().conversationsPerHour(),
                    step.measured().conversationsPerHour() / workers,
                    workers,
                    step.users())))
        .orElseGet(() -> question.unknown(loads.why(Trial.STEPS)));
  }

  private Line hours(Context context) {
    var target = loads.programme().target();
    var question =
        context.ask(
            "capacity.hours",
            "Time for %,d people in sessions of %d".formatted(target.people(), target.session()),
            "sessions one after the other, each as long as its last participant; an estimate",
            "");
    return Pace.of(loads)
        .map(pace ->
            question.told(
                "%d sessions, about %s without pauses; %.0f sessions an hour"
                    .formatted(
                        target.sessions(),
                        Figure.time(pace.longest().multipliedBy(target.sessions())),
                        3_600.0 / Math.max(1, pace.longest().toSeconds()))))
        .orElseGet(() -> question.unknown(loads.why(Trial.SESSIONS)));
  }

  /** Fitted to the steps that are believed: quick failures are no throughput. */
  static ScalabilityLaw law(Loads loads, Limits limits) {
    return ScalabilityLaw.fit(
        loads.steps(limits).stream()
            .filter(step -> !step.isMismeasured() && step.answered())
            .filter(step -> step.measured().requestsPerSecond() > 0)
            .map(step -> new Level(step.users(), step.measured().requestsPerSecond()))
            .toList(),
        SEED);
  }

  private Line law(Context context) {
    var question =
        context.ask(
            "capacity.law",
            "Growth of throughput",
            "universal scalability law (Gunther), least squares, bootstrap intervals",
            "The law does not describe these steps, so don't conclude from it: look at the plot, and repeat while nothing else runs: "
                + loads.programme().depth().command());
    return switch (law(loads, context.limits())) {
      case NotFitted(var why) -> question.unknown(why);
      case Fitted fitted ->
          question.measured(
              fitted.rSquared(),
              Figure.format(
                  "%s; nothing is said beyond %.0f at once. R² = %.3f, σ = %s, κ = %s",
                  peak(fitted),
                  fitted.believableUpTo(),
                  fitted.rSquared(),
                  told(fitted.sigma()),
                  told(fitted.kappa())));
    };
  }

  private static String told(Estimate estimate) {
    return "%s (%s to %s)"
        .formatted(
            small(estimate.value()),
            small(estimate.interval().lower()),
            small(estimate.interval().upper()));
  }

  private static String small(double value) {
    return value == 0 ? "0" : Figure.format("%.2g", value);
  }

  private static String peak(Fitted fitted) {
    return fitted
        .peak()
        .map(peak ->
            Figure.format(
                "it is greatest at %.0f at once (%.0f to %s)",
                peak.users(),
                peak.lower(),
                peak.upper().isPresent()
                    ? Figure.format("%.0f", peak.upper().getAsDouble())
                    : "more"))
        .orElse("it grows with the load");
  }

  @Override
  public List<Block> blocks(Context context) {
    var steps =
        loads.steps(context.limits()).stream().filter(step -> !step.isMismeasured()).toList();
    if (steps.isEmpty()) {
      return List.of();
    }
    var measured =
        StepsProbe.series("measured", steps, step -> step.measured().requestsPerSecond());
    var series =
        law(loads, context.limits()) instanceof Fitted fitted
            ? List.of(measured, new Series("scalability law", true, curve(fitted)))
            : List.of(measured);
    return List.of(
        new Block.Paragraph(
            "How throughput grows with the load tells what more people would meet. The universal scalability law has two reasons why it does not double when the people do: they queue for the same thing (contention, σ), or it takes more and more to keep things in step (coherency, κ), and then it falls again. R² says how well the law describes the steps, 1 being wholly."),
        new Plot(
            "Throughput by participants at once, with the universal scalability law",
            new Axis("participants at once", true),
            new Axis("requests/s", false),
            series));
  }

  /** Over the loads that were tested, evenly on a logarithmic axis. */
  private static List<Point> curve(Fitted fitted) {
    return IntStream.rangeClosed(0, CURVE)
        .mapToDouble(i -> Math.pow(fitted.largest(), (double) i / CURVE))
        .mapToObj(users -> new Point(users, fitted.throughput(users)))
        .toList();
  }

  /**
   * How long conversations take people.
   *
   * @param typical the median
   * @param longest of all that were measured
   */
  record Pace(Duration typical, Duration longest) {

    /** What is not answering time is thinking, typing and waiting, which were compressed. */
    static Optional<Pace> of(Loads loads) {
      double scale = loads.programme().scale(Trial.SESSIONS);
      var stages = loads.stages(Trial.SESSIONS);
      long finished = stages.stream().mapToLong(stage -> stage.finished()).sum();
      if (finished == 0) {
        return Optional.empty();
      }
      double answering =
          stages.stream()
                  .mapToDouble(stage -> total(stage.all()) + total(stage.of(Kind.MODEL)))
                  .sum()
              / finished;
      double typical =
          stages.stream().mapToDouble(stage -> stage.sessions().p50()).average().orElseThrow();
      double longest =
          stages.stream().mapToDouble(stage -> stage.sessions().max()).max().orElseThrow();
      return Optional.of(
          new Pace(back(typical, answering, scale), back(longest, answering, scale)));
    }

    private static double total(Latencies times) {
      return times.mean() * times.count();
    }

    private static Duration back(double millis, double answering, double scale) {
      return Duration.ofMillis(Math.round(answering + Math.max(0, millis - answering) / scale));
    }
  }
}

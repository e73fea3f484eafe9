package combot.readiness;

import combot.report.Block;
import combot.statistics.ScalabilityLaw.Fitted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How to run the study on this machine: rules, each with its reason and what to do. */
record Advice(Loads loads) implements Probe {

  /** Load that is left free for what a test does not show. */
  private static final double MARGIN = 2;

  @Override
  public List<Line> look(Context context) {
    return List.of();
  }

  @Override
  public List<Block> blocks(Context context) {
    var advice =
        Stream.of(size(context), peak(context), plan(), again(context), deeper())
            .flatMap(Optional::stream)
            .toList();
    return List.of(new Block.Bullets(advice));
  }

  /** Half of what was served well, so that a bad moment is borne. */
  private Optional<String> size(Context context) {
    int session = loads.programme().target().session();
    var capacity = CapacityProbe.capacity(loads, context.limits());
    if (capacity.isEmpty()) {
      return Optional.of(
          "Invite nobody yet, since no load was shown to be served well. See what failed above, mend it, then: "
              + command());
    }
    int most = (int) (capacity.get().users() / MARGIN);
    return Optional.of(
        most >= session
            ? "Sessions of %d may stay; %d at once would still leave half of what was served well (%d at once) for bad moments."
                .formatted(session, most, capacity.get().users())
            : "Let at most %d come at once instead of %d: %d at once were served well, and half of that should be left for bad moments. Divide the panel's places so, or take a larger machine."
                .formatted(Math.max(1, most), session, capacity.get().users()));
  }

  private Optional<String> peak(Context context) {
    return CapacityProbe.law(loads, context.limits()) instanceof Fitted fitted
        ? fitted
            .peak()
            .map(peak ->
                "Never let more than %.0f come at once: beyond it the machine answers fewer, not more (%s). ./combot drain keeps newcomers out."
                    .formatted(peak.users(), "universal scalability law"))
        : Optional.empty();
  }

  private Optional<String> plan() {
    var target = loads.programme().target();
    return CapacityProbe.Pace.of(loads)
        .map(pace ->
            "Begin a session every %d minutes or more: the last of a session are done after about %d, and %d people are %d sessions. Before each: ./combot status says whether the next may start."
                .formatted(
                    pace.longest().plusSeconds(119).toMinutes(),
                    Math.max(1, pace.longest().toMinutes()),
                    target.people(),
                    target.sessions()));
  }

  private Optional<String> again(Context context) {
    boolean mismeasured = loads.steps(context.limits()).stream().anyMatch(Step::isMismeasured);
    return mismeasured
        ? Optional.of(
            "Repeat the check while nothing else runs, since some steps were mismeasured: "
                + command())
        : Optional.empty();
  }

  private Optional<String> deeper() {
    return loads.programme().depth() == Depth.FULL
        ? Optional.empty()
        : Optional.of(
            "Once before the study, and after each update, look at all: ./combot check --full. It takes about an hour, and shows what a short test can't: whether replies slow down or memory leaks.");
  }

  private String command() {
    return loads.programme().depth().command();
  }
}

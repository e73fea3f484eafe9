package combot.bench;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that a run gave.
 *
 * @param setting machine, versions, options: what one has to know to read the figures
 * @param startup empty where the worker was running before
 * @param warmUp what came before the measured scenarios; its figures are of a worker still cold
 * @param steps in the order they ran
 * @param memory of the worker after all of it; empty where its process is unknown
 * @param stored empty where the database is unknown
 */
record Outcome(
    SequencedMap<String, String> setting,
    Optional<Startup> startup,
    Measured warmUp,
    List<Step> steps,
    Optional<Memory> memory,
    Sent sent,
    Optional<Reconciliation> stored) {

  /**
   * A scenario and what the bare endpoint gave just before it; for the bare scenario these are the
   * same.
   */
  record Step(Measured measured, Measured bare) {}

  Outcome {
    steps = List.copyOf(steps);
  }

  /** Whether every answer was right and what was stored agrees. */
  boolean isSound() {
    return warmUp.tally().failed() == 0
        && steps.stream()
            .allMatch(s -> s.measured().tally().failed() + s.bare().tally().failed() == 0)
        && stored.map(s -> s.problems().isEmpty()).orElse(true);
  }
}

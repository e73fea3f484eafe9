package combot.conversation;

import combot.study.Seeds;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.IntStream;

/**
 * Which words a step says. A conversation's seed fixes one order of each pool, and the nth question
 * that the flow asks of a pool is the nth of that order: none comes twice, and nothing has to be
 * remembered.
 */
final class Wording {
  private Wording() {}

  static BotTurn text(Study study, State state, BotTurn.Kind kind, String name) {
    var variant = study.texts().get(name).pick(state.condition(), state.complaintClass());
    return BotTurn.of(kind, variant.value(), name, variant.when());
  }

  /** The question of the state's round, or the opening that stands in for the first. */
  static BotTurn question(Study study, State state, Step.Probe probe) {
    if (state.round() == 0 && opensOtherwise(state, probe)) {
      return text(study, state, BotTurn.Kind.PROBE, probe.opening());
    }
    var pool = study.pools().get(probe.pool()).pick(state.condition(), state.complaintClass());
    int number = draw(study, state, probe, pool.value().size());
    return BotTurn.of(
        BotTurn.Kind.PROBE,
        pool.value().get(number),
        probe.pool() + "#" + (number + 1),
        pool.when());
  }

  private static boolean opensOtherwise(State state, Step.Probe probe) {
    return probe.opening() != null
        && Seeds.random(state.seed(), "opening " + state.step(), 0).nextDouble()
            < probe.openingShare();
  }

  /**
   * Whether the step that waits asks the first question of its pool. An opening counts as a
   * question: what follows it is no first one.
   */
  static boolean isFirst(Study study, State state) {
    return state.step() < study.flow().size()
        && study.flow().get(state.step()) instanceof Step.Probe probe
        && asked(study, state, probe) == 0;
  }

  /** A number below {@code size}, which is at least what all probes of the flow ask of the pool. */
  private static int draw(Study study, State state, Step.Probe probe, int size) {
    var order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, Seeds.random(state.seed(), "pool " + probe.pool(), 0));
    return order.get(asked(study, state, probe));
  }

  /** How many questions of the probe's pool the flow asked before. */
  private static int asked(Study study, State state, Step.Probe probe) {
    int asked = state.round();
    for (var earlier : study.flow().subList(0, state.step())) {
      if (earlier instanceof Step.Probe other && other.pool().equals(probe.pool())) {
        asked += other.times();
      }
    }
    return asked;
  }
}

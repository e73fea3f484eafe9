package combot.conversation;

import combot.study.Seeds;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.IntStream;

/**
 * Which question of a pool comes when. A conversation's seed fixes one order of each pool, and
 * round n asks the nth of that order: none comes twice, and nothing has to be remembered.
 */
final class Questions {
  private Questions() {}

  /** Whether the probe's opening text stands in for its first question. */
  static boolean opensOtherwise(State state, Step.Probe probe) {
    return probe.opening() != null
        && Seeds.random(state.seed(), "opening " + state.step(), 0).nextDouble()
            < probe.openingShare();
  }

  /**
   * The number, from 0, of the question for the state's round.
   *
   * @param size questions in the pool; at least as many as all probes of the flow ask of it
   */
  static int draw(Study study, State state, Step.Probe probe, int size) {
    int asked = 0;
    for (var earlier : study.flow().subList(0, state.step())) {
      if (earlier instanceof Step.Probe other && other.pool().equals(probe.pool())) {
        asked += other.times();
      }
    }
    var order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, Seeds.random(state.seed(), "pool " + probe.pool(), 0));
    return order.get(asked + state.round());
  }
}

package combot.conversation;

import combot.study.Condition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Where a conversation stands: all that the next reply depends on beside the study.
 *
 * @param condition the condition assigned
 * @param seed decides which questions come in which order
 * @param step index into the study's flow of the step that waits for a message; the flow's size
 *     once it is finished
 * @param round which of a probe's questions waits, from 0
 * @param progress messages accepted so far
 * @param complaintClass the class found, or {@code null}
 * @param scores probability by class as the classifier gave them; empty before it was asked
 */
public record State(
    Condition condition,
    long seed,
    int step,
    int round,
    int progress,
    String complaintClass,
    SequencedMap<String, Double> scores) {

  public State {
    if (step < 0 || round < 0 || progress < 0) {
      throw new IllegalArgumentException(
          "step, round and progress must be >= 0, were " + step + ", " + round + ", " + progress);
    }
    scores = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
  }

  static State initial(Condition condition, long seed) {
    return new State(condition, seed, 0, 0, 0, null, new LinkedHashMap<>());
  }

  State at(int step, int round) {
    return new State(condition, seed, step, round, progress, complaintClass, scores);
  }

  State accepted(int messages) {
    return new State(condition, seed, step, round, progress + messages, complaintClass, scores);
  }

  State classified(String found, SequencedMap<String, Double> scores) {
    return new State(condition, seed, step, round, progress, found, scores);
  }
}

package combot.bench;

import java.util.OptionalDouble;

/**
 * One scenario at one side.
 *
 * @param number from 1; rounds of one number and scenario followed each other
 * @param writeWait the longest wait of a write for the database, in seconds, as the server told
 *     then; empty where it tells none
 */
record Round(String side, int number, Measured measured, OptionalDouble writeWait) {

  boolean isBeside(Round other) {
    return number == other.number && measured.scenario().equals(other.measured.scenario());
  }

  /**
   * For each right answer.
   *
   * @param seconds of processor time over the round
   * @return milliseconds
   */
  double perAnswer(double seconds) {
    return 1_000 * seconds / Math.max(1, measured.tally().times().getTotalCount());
  }
}

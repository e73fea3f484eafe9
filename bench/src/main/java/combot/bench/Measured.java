package combot.bench;

/**
 * What a scenario gave.
 *
 * @param seconds measured
 * @param cpu processor time over these seconds
 */
record Measured(Scenario scenario, Tally tally, double seconds, Cpu cpu) {

  long requests() {
    return tally.times().getTotalCount() + tally.failed();
  }

  /** Answers a second that were as they should be. */
  double perSecond() {
    return tally.times().getTotalCount() / seconds;
  }
}

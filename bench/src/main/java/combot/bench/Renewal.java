package combot.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * A new worker.
 *
 * @param ready seconds from its start until it said that it was ready
 * @param first its first 500 requests or so
 * @param warm as it answered a while later
 */
record Renewal(double ready, Measured first, Measured warm) {

  /** Of nine requests each: 504. */
  private static final Extent FIRST = Extent.of(56);

  private static final Extent A_WHILE = Extent.of(Duration.ofSeconds(6));

  /** Measures a worker that just became ready, and ends nothing. */
  static Renewal of(Side worker, Scenario scenario) throws IOException {
    var first = worker.measure(scenario, FIRST);
    worker.measure(scenario, A_WHILE);
    return new Renewal(worker.readyAfter(), first, worker.measure(scenario, A_WHILE));
  }

  /** In milliseconds. */
  static double p99(Measured measured) {
    return measured.tally().times().getValueAtPercentile(99) / 1e6;
  }

  /** How many times the 99th percentile of a warm one its first requests took. */
  double ratio() {
    return p99(first) / p99(warm);
  }
}

package combot.bench;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A new worker.
 *
 * @param ready seconds from its start until it said that it was ready
 * @param first times of its first 500 requests or so, in nanoseconds
 * @param warm times of as many, ten times over, a while later
 */
record Renewal(Scenario scenario, double ready, Histogram first, Histogram warm) {

  /** Of nine requests each: 504. */
  private static final Extent FIRST = Extent.of(56);

  private static final Extent A_WHILE = Extent.of(Duration.ofSeconds(6));
  private static final int TIMES_WARM = 10;

  /** Measures a worker that just became ready, and ends nothing. */
  static Renewal of(Side worker, Scenario scenario) throws IOException {
    var first = worker.measure(scenario, FIRST).tally().times();
    worker.measure(scenario, A_WHILE);
    // Likewise: all participants come in the same instant and open their connections.
    var warm = worker.measure(scenario, FIRST).tally().times();
    for (int i = 1; i < TIMES_WARM; i++) {
      warm.add(worker.measure(scenario, FIRST).tally().times());
    }
    return new Renewal(scenario, worker.readyAfter(), first, warm);
  }

  /** In milliseconds. */
  static double p99(Histogram times) {
    return times.getValueAtPercentile(99) / 1e6;
  }

  /** How many times the 99th percentile of a warm one its first requests took. */
  double ratio() {
    return p99(first) / p99(warm);
  }
}

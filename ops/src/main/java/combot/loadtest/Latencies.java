package combot.loadtest;

import org.HdrHistogram.Histogram;

/**
 * How long something took, in milliseconds. Percentiles are exact to 0.1 % (HdrHistogram, three
 * digits).
 *
 * @param count of measurements; where it is 0, all others are 0
 */
public record Latencies(
    long count, double mean, double p50, double p90, double p95, double p99, double max) {

  public static final Latencies NONE = new Latencies(0, 0, 0, 0, 0, 0, 0);

  private static final double MICROS = 1_000;

  /**
   * @param micros of microseconds
   */
  static Latencies of(Histogram micros) {
    if (micros.getTotalCount() == 0) {
      return NONE;
    }
    return new Latencies(
        micros.getTotalCount(),
        micros.getMean() / MICROS,
        at(micros, 50),
        at(micros, 90),
        at(micros, 95),
        at(micros, 99),
        micros.getMaxValue() / MICROS);
  }

  private static double at(Histogram micros, double percent) {
    return Math.min(micros.getValueAtPercentile(percent), micros.getMaxValue()) / MICROS;
  }
}

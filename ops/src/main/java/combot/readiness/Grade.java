package combot.readiness;

import java.util.Locale;
import java.util.stream.Stream;

/** How participants are served, by the time within which 95 % of replies come; best first. */
enum Grade {
  OPTIMAL,
  EXCELLENT,
  GOOD,
  ACCEPTABLE,
  TOO_SLOW;

  /** Those with a border. */
  static Stream<Grade> bounded() {
    return Stream.of(OPTIMAL, EXCELLENT, GOOD, ACCEPTABLE);
  }

  /**
   * @param p95 ms
   */
  static Grade of(double p95, Limits limits) {
    return bounded().filter(grade -> p95 <= grade.border(limits)).findFirst().orElse(TOO_SLOW);
  }

  /** Of the line that tells the largest load in it, and of its threshold. */
  String id() {
    return "load." + this;
  }

  /** The longest time that is still in it, ms. */
  double border(Limits limits) {
    return limits.find(id()).orElseThrow().warn();
  }

  boolean isAtLeast(Grade other) {
    return compareTo(other) <= 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

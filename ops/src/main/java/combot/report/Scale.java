package combot.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a value lies on an axis.
 *
 * @param low below {@code high}; above 0 where logarithmic
 */
record Scale(boolean logarithmic, double low, double high) {
  private static final int[] STRIDES = {1, 2, 3, 5, 10, 20, 50, 100, 200};
  private static final int MOST = 60;

  /**
   * The scale that just holds all values. Where they are none or only one, there is room around.
   *
   * @param fromZero whether a linear one holds 0, too
   */
  static Scale of(boolean logarithmic, boolean fromZero, double[] values) {
    if (logarithmic) {
      return logarithmic(values);
    }
    var origin = fromZero ? DoubleStream.of(0) : DoubleStream.empty();
    var range = DoubleStream.concat(origin, DoubleStream.of(values)).summaryStatistics();
    if (range.getCount() == 0 || range.getMin() == 0 && range.getMax() == 0) {
      return new Scale(false, 0, 1);
    }
    double around = range.getMin() < range.getMax() ? 0 : Math.abs(range.getMin()) / 2;
    return new Scale(false, range.getMin() - around, range.getMax() + around);
  }

  private static Scale logarithmic(double[] values) {
    var range = DoubleStream.of(values).summaryStatistics();
    if (range.getCount() == 0) {
      return new Scale(true, 1, 10);
    }
    double around = range.getMin() < range.getMax() ? 1 : 2;
    return new Scale(true, range.getMin() / around, range.getMax() * around);
  }

  /** From 0 for {@code low} to 1 for {@code high}. */
  double at(double value) {
    return logarithmic
        ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
        : (value - low) / (high - low);
  }

  /** The densest round values of which the labels fit, from two up; none if no two fit. */
  List<BigDecimal> ticks(Predicate<List<BigDecimal>> fit) {
    return candidates()
        .filter(ticks -> ticks.size() > 1 && ticks.size() <= MOST)
        .filter(fit)
        .findFirst()
        .orElse(List.of());
  }

  private Stream<List<BigDecimal>> candidates() {
    var even = evenSteps().map(this::multiples);
    if (!logarithmic) {
      return even;
    }
    var decades = IntStream.of(STRIDES).mapToObj(stride -> powers(stride, 1));
    return Stream.of(Stream.of(powers(1, 1, 2, 5), powers(1, 1, 3)), decades, even)
        .flatMap(all -> all);
  }

  /** 1, 2 and 5 times powers of ten, from a hundredth of the span upwards. */
  private Stream<BigDecimal> evenSteps() {
    int power = (int) Math.floor(Math.log10(high - low)) - 1;
    return IntStream.rangeClosed(power, power + 1)
        .boxed()
        .flatMap(p -> Stream.of(1, 2, 5).map(m -> BigDecimal.valueOf(m).scaleByPowerOfTen(p)))
        .filter(step -> step.doubleValue() > 0);
  }

  private List<BigDecimal> multiples(BigDecimal step) {
    var ticks = new ArrayList<BigDecimal>();
    var tick = BigDecimal.valueOf(Math.ceil(low / step.doubleValue() - 1e-9)).multiply(step);
    var end = BigDecimal.valueOf(high).add(step.scaleByPowerOfTen(-9));
    for (; tick.compareTo(end) <= 0; tick = tick.add(step)) {
      ticks.add(tick);
    }
    return ticks;
  }

  private List<BigDecimal> powers(int stride, int... multiples) {
    var ticks = new ArrayList<BigDecimal>();
    int first = Math.floorDiv((int) Math.floor(Math.log10(low)), stride) * stride;
    for (int power = first; power <= Math.log10(high); power += stride) {
      for (int multiple : multiples) {
        var tick = BigDecimal.valueOf(multiple).scaleByPowerOfTen(power);
        if (tick.doubleValue() >= low && tick.doubleValue() <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}

package combot.statistics;

import combot.statistics.ScalabilityLaw.Fitted;
import combot.statistics.ScalabilityLaw.Level;
import combot.statistics.ScalabilityLaw.Peak;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The law of some levels, and how it varies if their noise is drawn anew (Efron 1979). */
final class LawBootstrap {
  private static final int COEFFICIENTS = 3;

  /** A variance of nothing but rounding, as a share of the squares. */
  private static final double FLAT = 1e-20;

  private final double[] users;
  private final double[] throughputs;
  private final LawFit fit;
  private final Law law;

  /** More levels than coefficients. */
  LawBootstrap(List<Level> levels) {
    users = levels.stream().mapToDouble(Level::users).toArray();
    throughputs = levels.stream().mapToDouble(Level::throughput).toArray();
    fit = new LawFit(users);
    law = fit.fit(throughputs);
  }

  Fitted fitted(long seed) {
    var laws = resampled(new Random(seed));
    int largest = (int) Arrays.stream(users).max().orElseThrow();
    return new Fitted(
        estimate(laws, Law::lambda),
        estimate(laws, Law::sigma),
        estimate(laws, Law::kappa),
        rSquared(),
        largest,
        peak(estimate(laws, Law::peak), ScalabilityLaw.BELIEVABLE * largest));
  }

  private List<Law> resampled(Random random) {
    var noise = noise();
    return Stream.generate(() -> fit.fit(drawn(noise, random))).limit(Quantiles.RESAMPLES).toList();
  }

  private double[] drawn(double[] noise, Random random) {
    return Arrays.stream(users)
        .map(n -> law.throughput(n) + noise[random.nextInt(noise.length)])
        .toArray();
  }

  /** Residuals around 0, as wide as few degrees of freedom make them. */
  private double[] noise() {
    var residuals = residuals();
    int n = residuals.length;
    double mean = Arrays.stream(residuals).average().orElseThrow();
    double wider =
        Math.sqrt((double) n / (n - COEFFICIENTS))
            * StudentT.quantile(n - COEFFICIENTS, 0.95)
            / Normal.quantile(0.95);
    return Arrays.stream(residuals).map(residual -> wider * (residual - mean)).toArray();
  }

  private double[] residuals() {
    var residuals = new double[users.length];
    Arrays.setAll(residuals, i -> throughputs[i] - law.throughput(users[i]));
    return residuals;
  }

  /** A level throughput is a law too (σ = 1), so this is not below 0 but for rounding. */
  private double rSquared() {
    double mean = Arrays.stream(throughputs).average().orElseThrow();
    double all = squares(Arrays.stream(throughputs).map(x -> x - mean).toArray());
    return all <= FLAT * squares(throughputs) ? 1 : Math.max(0, 1 - squares(residuals()) / all);
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(value -> value * value).sum();
  }

  private Estimate estimate(List<Law> laws, ToDoubleFunction<Law> figure) {
    double value = figure.applyAsDouble(law);
    var drawn = laws.stream().mapToDouble(figure).toArray();
    return new Estimate(value, Quantiles.middle95(drawn).including(value));
  }

  private static Optional<Peak> peak(Estimate peak, double believable) {
    if (peak.value() > believable) {
      return Optional.empty();
    }
    double upper = peak.interval().upper();
    return Optional.of(
        new Peak(
            peak.value(),
            peak.interval().lower(),
            upper > believable ? OptionalDouble.empty() : OptionalDouble.of(upper)));
  }
}

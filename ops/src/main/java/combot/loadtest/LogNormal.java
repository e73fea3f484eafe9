package combot.loadtest;

import java.util.random.RandomGenerator;

/**
 * How times and speeds of people spread: half are below the median, some far above it.
 *
 * @param median above 0
 * @param sigma standard deviation of the logarithm, at least 0; at 0.5 one in six is above 1.65
 *     medians
 */
public record LogNormal(double median, double sigma) {

  public LogNormal {
    if (!(median > 0) || !(sigma >= 0)) {
      throw new IllegalArgumentException(
          "median must be > 0 and sigma >= 0, were " + median + ", " + sigma);
    }
  }

  double draw(RandomGenerator random) {
    return median * Math.exp(sigma * random.nextGaussian());
  }
}

package combot.statistics;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The universal scalability law (Gunther, Guerrilla Capacity Planning, 2007), fitted to the steps
 * of a load test: X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), where N is the number of users and X the
 * throughput of all. Contention (σ) bends it, coherency (κ) lets it fall again. With users who
 * think between requests X rises in line until the server is busy, which the law follows only
 * roughly: look at the fit.
 *
 * <p>λ, σ and κ are the least squares of throughput, σ and κ not below 0, as the law means them.
 * The intervals come of 2,000 resamples of the residuals, these widened by √(n / (n − 3)) · t / z,
 * since six steps leave three degrees of freedom and a plain bootstrap would be much too sure
 * (after Hesterberg 2015, who widens percentiles likewise). They take the noise of all steps to be
 * alike.
 */
public sealed interface ScalabilityLaw {
  /** Different numbers of users, one of them 1. */
  int FEWEST_LEVELS = 6;

  /** Nothing is said of loads beyond so many times the largest one tested. */
  double BELIEVABLE = 2;

  /**
   * A step.
   *
   * @param users N, at least 1
   * @param throughput X, of all users together, above 0, in a unit of the caller's
   * @throws IllegalArgumentException for other figures
   */
  record Level(int users, double throughput) {

    public Level {
      if (users < 1) {
        throw new IllegalArgumentException("users must be >= 1, was " + users);
      }
      if (!(throughput > 0) || Double.isInfinite(throughput)) {
        throw new IllegalArgumentException(
            "throughput must be finite and above 0, was " + throughput);
      }
    }
  }

  /**
   * No law.
   *
   * @param why a clause
   */
  record NotFitted(String why) implements ScalabilityLaw {}

  /**
   * Where throughput is greatest.
   *
   * @param users √((1 − σ) / κ)
   * @param lower end of its 95 % confidence interval
   * @param upper end; empty if it is beyond what may be believed, or there need be no peak
   */
  record Peak(double users, double lower, OptionalDouble upper) {}

  /**
   * The law with 95 % confidence intervals.
   *
   * @param lambda throughput of one user
   * @param sigma contention, at least 0
   * @param kappa coherency, at least 0
   * @param rSquared share of the throughput's variance that the law explains, 0 to 1; 1 if
   *     throughput is the same at all levels
   * @param largest number of users that was tested
   * @param peak empty if there is none up to {@link #believableUpTo}
   */
  record Fitted(
      Estimate lambda,
      Estimate sigma,
      Estimate kappa,
      double rSquared,
      int largest,
      Optional<Peak> peak)
      implements ScalabilityLaw {

    /** Users; no statement goes beyond. */
    public double believableUpTo() {
      return BELIEVABLE * largest;
    }

    /**
     * What the law predicts.
     *
     * @param users 1 to {@link #believableUpTo}
     * @throws IllegalArgumentException for others
     */
    public double throughput(double users) {
      if (!(users >= 1 && users <= believableUpTo())) {
        throw new IllegalArgumentException(
            "users must be from 1 to %.0f, twice the largest load tested, was %s"
                .formatted(believableUpTo(), users));
      }
      return new Law(lambda.value(), sigma.value(), kappa.value()).throughput(users);
    }
  }

  /**
   * Takes about 0.1 s.
   *
   * @param levels in any order; one number of users may occur several times
   * @param seed of the resamples; the same gives the same intervals
   */
  static ScalabilityLaw fit(List<Level> levels, long seed) {
    long different = levels.stream().mapToInt(Level::users).distinct().count();
    if (different < FEWEST_LEVELS) {
      return new NotFitted(
          "it needs at least %d different numbers of users, there were %d"
              .formatted(FEWEST_LEVELS, different));
    }
    if (levels.stream().noneMatch(level -> level.users() == 1)) {
      return new NotFitted("it needs a step with one user");
    }
    return new LawBootstrap(levels).fitted(seed);
  }
}

package combot.statistics;

/**
 * Little's law for a closed system, N = X · (R + Z): in a steady state as many are there as come in
 * a second times the seconds that each stays (Little 1961; with think time the response time law of
 * Denning and Buzen 1978). It holds for any distribution, so figures of one step of a load test
 * that break it were not measured at the same time, at the same place or in a steady state.
 *
 * @param users N, the mean number in the system, above 0
 * @param throughput X, requests answered a second, by all users
 * @param response R, the mean response time, s; not a median or percentile
 * @param think Z, the mean time between an answer and the user's next request, s
 * @throws IllegalArgumentException if one is not finite or below 0, or users are 0
 */
public record LittlesLaw(double users, double throughput, double response, double think) {
  /** The largest deviation of figures that are believed, as a share of the users. */
  public static final double TOLERANCE = 0.05;

  public LittlesLaw {
    if (!(users > 0) || Double.isInfinite(users)) {
      throw new IllegalArgumentException("users must be finite and above 0, was " + users);
    }
    check("throughput", throughput);
    check("response", response);
    check("think", think);
  }

  private static void check(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and >= 0, was " + value);
    }
  }

  /** How many users the three other figures imply. */
  public double implied() {
    return throughput * (response + think);
  }

  /** |N − X · (R + Z)| / N. */
  public double deviation() {
    return Math.abs(users - implied()) / users;
  }

  /** Whether the figures contradict each other by more than {@link #TOLERANCE}. */
  public boolean isMismeasured() {
    return deviation() > TOLERANCE;
  }
}

package combot.statistics;

/**
 * The universal scalability law with its coefficients: X(N) = λN / (1 + σ(N − 1) + κN(N − 1)).
 *
 * @param lambda throughput of one user
 * @param sigma contention, at least 0
 * @param kappa coherency, at least 0
 */
record Law(double lambda, double sigma, double kappa) {

  double throughput(double users) {
    return lambda * users / (1 + sigma * (users - 1) + kappa * users * (users - 1));
  }

  /** Where throughput is greatest: √((1 − σ) / κ), at least 1, infinite if κ is 0 and σ below 1. */
  double peak() {
    return sigma >= 1 ? 1 : Math.max(1, Math.sqrt((1 - sigma) / kappa));
  }
}

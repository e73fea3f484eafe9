package combot.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Least squares of throughput, with no coefficient below 0. With a = 1/λ, b = σ/λ and c = κ/λ the
 * law is N / (a + b(N − 1) + cN(N − 1)). If the best a, b, c have one below 0, the best that is
 * allowed has b, c or both at 0, so each of these is solved and the least kept.
 */
final class LawFit {
  private static final int MOST_STEPS = 100;
  private static final double SMALLEST_STEP = 1e-13;
  private static final double MOST_DAMPING = 1e12;

  /** Columns that are free: a alone, with b, with c. */
  private static final int[][] PARTS = {{0}, {0, 1}, {0, 2}};

  private static final int[] WHOLE = {0, 1, 2};

  /** For each level N/D is fitted, and D is a sum of these. */
  private final double[][] columns;

  private final double[] users;

  LawFit(double[] users) {
    this.users = users;
    this.columns =
        new double[][] {
          Arrays.stream(users).map(n -> 1).toArray(),
          Arrays.stream(users).map(n -> n - 1).toArray(),
          Arrays.stream(users).map(n -> n * (n - 1)).toArray()
        };
  }

  /** Of throughputs at the levels of users. */
  Law fit(double[] throughputs) {
    var whole = solve(WHOLE, throughputs);
    if (whole[1] >= 0 && whole[2] >= 0) {
      return law(whole);
    }
    var best = new double[0];
    double least = Double.POSITIVE_INFINITY;
    for (int[] free : PARTS) {
      var part = solve(free, throughputs);
      double error = error(part, throughputs);
      if (part[1] >= 0 && part[2] >= 0 && error < least) {
        best = part;
        least = error;
      }
    }
    return law(best);
  }

  private static Law law(double[] abc) {
    return new Law(1 / abc[0], abc[1] / abc[0], abc[2] / abc[0]);
  }

  /** By Levenberg's and Marquardt's method. */
  private double[] solve(int[] free, double[] throughputs) {
    var now = start(throughputs);
    double error = error(now, throughputs);
    double damping = 1e-3;
    for (int step = 0; step < MOST_STEPS && damping < MOST_DAMPING; ) {
      var move = move(free, now, throughputs, damping);
      var next = now.clone();
      for (int i = 0; i < free.length; i++) {
        next[free[i]] += move[i];
      }
      double nextError = error(next, throughputs);
      if (nextError <= error) {
        boolean settled = error - nextError <= SMALLEST_STEP * error;
        now = next;
        error = nextError;
        damping /= 10;
        step++;
        if (settled) {
          break;
        }
      } else {
        damping *= 10;
      }
    }
    return now;
  }

  /** Without contention, at the mean throughput of a user. */
  private double[] start(double[] throughputs) {
    double mean =
        IntStream.range(0, users.length)
            .mapToDouble(i -> Math.max(0, throughputs[i]) / users[i])
            .average()
            .orElseThrow();
    return new double[] {1 / mean, 0, 0};
  }

  /** Sum of squares; infinite where the law has a pole or is negative. */
  private double error(double[] abc, double[] throughputs) {
    double sum = 0;
    for (int i = 0; i < users.length; i++) {
      double denominator = denominator(abc, i);
      if (!(denominator > 0)) {
        return Double.POSITIVE_INFINITY;
      }
      sum += Math.pow(throughputs[i] - users[i] / denominator, 2);
    }
    return sum;
  }

  private double denominator(double[] abc, int level) {
    return abc[0] * columns[0][level] + abc[1] * columns[1][level] + abc[2] * columns[2][level];
  }

  /** Of the free coefficients: (JᵀJ + damping · diag(JᵀJ)) move = Jᵀr. */
  private double[] move(int[] free, double[] abc, double[] throughputs, double damping) {
    int k = free.length;
    var normal = new double[k][k + 1];
    for (int level = 0; level < users.length; level++) {
      double denominator = denominator(abc, level);
      double slope = -users[level] / (denominator * denominator);
      double residual = throughputs[level] - users[level] / denominator;
      for (int i = 0; i < k; i++) {
        double row = slope * columns[free[i]][level];
        for (int j = 0; j < k; j++) {
          normal[i][j] += row * slope * columns[free[j]][level];
        }
        normal[i][k] += row * residual;
      }
    }
    for (int i = 0; i < k; i++) {
      normal[i][i] *= 1 + damping;
    }
    return solved(normal);
  }

  /** A positive definite system with its right side as last column, by elimination. */
  private static double[] solved(double[][] rows) {
    int k = rows.length;
    for (int i = 0; i < k; i++) {
      for (int below = i + 1; below < k; below++) {
        double factor = rows[below][i] / rows[i][i];
        for (int j = i; j <= k; j++) {
          rows[below][j] -= factor * rows[i][j];
        }
      }
    }
    var solution = new double[k];
    for (int i = k - 1; i >= 0; i--) {
      double rest = rows[i][k];
      for (int j = i + 1; j < k; j++) {
        rest -= rows[i][j] * solution[j];
      }
      solution[i] = rest / rows[i][i];
    }
    return solution;
  }
}

package combot.classifier;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Turns a sentence vector into its likeness to some texts: {@code exp(2γ(v·p − 1))} for each
 * landmark p, which for vectors of length 1 is the Gaussian kernel {@code exp(−γ|v − p|²)}. A
 * linear classifier on these is a kernel classifier (Williams and Seeger, "Using the Nyström Method
 * to Speed Up Kernel Machines", NIPS 2001).
 *
 * <p>The points are of 8-bit numbers, so that they are a small file. They are rounded before the
 * training, so that nothing is lost afterwards.
 *
 * @param points by landmark, then by dimension: whole multiples of {@code scale}, from -127 to 127
 * @param gamma above 0: how fast likeness falls with distance
 */
record Landmarks(float[][] points, float scale, double gamma) {
  Landmarks {
    if (points.length == 0) {
      throw new IllegalArgumentException("landmarks must be one or more");
    }
    for (float[] point : points) {
      if (point.length == 0 || point.length != points[0].length) {
        throw new IllegalArgumentException(
            "landmarks must be of one length, were of "
                + points[0].length
                + " and "
                + point.length);
      }
    }
    if (!(scale > 0) || !Float.isFinite(scale)) {
      throw new IllegalArgumentException("scale must be > 0, was " + scale);
    }
    if (!(gamma > 0) || Double.isInfinite(gamma)) {
      throw new IllegalArgumentException("gamma must be > 0, was " + gamma);
    }
  }

  /** At most {@code count} of the vectors, drawn with the seed. */
  static Landmarks of(List<float[]> vectors, int count, double gamma, long seed) {
    List<float[]> drawn = new ArrayList<>(vectors);
    Collections.shuffle(drawn, new Random(seed));
    drawn = drawn.subList(0, Math.min(count, drawn.size()));
    float most = 0;
    for (float[] vector : drawn) {
      for (float x : vector) {
        most = Math.max(most, Math.abs(x));
      }
    }
    float scale = most / Byte.MAX_VALUE;
    var points = new float[drawn.size()][];
    for (int i = 0; i < points.length; i++) {
      float[] vector = drawn.get(i);
      points[i] = new float[vector.length];
      for (int j = 0; j < vector.length; j++) {
        points[i][j] = Math.round(vector[j] / scale) * scale;
      }
    }
    return new Landmarks(points, scale, gamma);
  }

  int dimensions() {
    return points[0].length;
  }

  /** Of a vector to each landmark; about 1 for the landmark itself, and towards 0. */
  float[] likeness(float[] vector) {
    var likeness = new float[points.length];
    for (int i = 0; i < likeness.length; i++) {
      likeness[i] = (float) Math.exp(2 * gamma * (dot(points[i], vector) - 1));
    }
    return likeness;
  }

  /** Eight sums, as one would wait for each addition before the next. */
  private static float dot(float[] a, float[] b) {
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    int i = 0;
    for (; i + 7 < a.length; i += 8) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
      s4 += a[i + 4] * b[i + 4];
      s5 += a[i + 5] * b[i + 5];
      s6 += a[i + 6] * b[i + 6];
      s7 += a[i + 7] * b[i + 7];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
  }

  /** The points one after the other, in Base64. */
  String base64() {
    var all = new byte[points.length * dimensions()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) Math.round(points[i / dimensions()][i % dimensions()] / scale);
    }
    return Base64.getEncoder().encodeToString(all);
  }

  /** Reads what {@link #base64} wrote. */
  static Landmarks of(String base64, int dimensions, float scale, double gamma) {
    byte[] all = Base64.getDecoder().decode(base64);
    if (dimensions < 1 || all.length % dimensions != 0) {
      throw new IllegalArgumentException(
          all.length + " numbers are no whole landmarks of " + dimensions + " dimensions");
    }
    var points = new float[all.length / dimensions][dimensions];
    for (int i = 0; i < all.length; i++) {
      points[i / dimensions][i % dimensions] = all[i] * scale;
    }
    return new Landmarks(points, scale, gamma);
  }
}

package combot.loadtest;

import java.util.Map;

/**
 * How server and machine were at one moment.
 *
 * @param at seconds after the test began
 * @param present participants
 * @param figures by name, see {@link Sampler}; what could not be told is absent
 */
public record Sample(double at, int present, Map<String, Double> figures) {
  public Sample {
    figures = Map.copyOf(figures);
  }

  /** Memory of gateway and workers, bytes, or {@code null}. */
  public Double all() {
    return figures.get("memory.all");
  }
}

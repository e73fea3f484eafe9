package combot.study;

import java.util.HashSet;
import java.util.List;

/**
 * An experimental factor and its levels, in the order of the study file: {@code brand: Basic,
 * Lulu}.
 */
public record Factor(String name, List<String> levels) {

  public Factor {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name of a factor must not be blank");
    }
    levels = List.copyOf(levels);
    if (levels.isEmpty() || new HashSet<>(levels).size() != levels.size()) {
      throw new IllegalArgumentException(
          "levels of " + name + " must be one or more different ones, were " + levels);
    }
  }
}

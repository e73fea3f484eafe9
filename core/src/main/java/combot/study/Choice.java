package combot.study;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that differs by condition and class: of the variants that apply, the most specific
 * wins.
 */
public record Choice<T>(List<Variant<T>> variants) {

  /** One alternative and where it applies. */
  public record Variant<T>(When when, T value) {}

  public Choice {
    variants = List.copyOf(variants);
  }

  public static <T> Choice<T> always(T value) {
    return new Choice<>(List.of(new Variant<>(When.ALWAYS, value)));
  }

  /** The most specific variant that applies, the first of equals; empty where none does. */
  public Optional<Variant<T>> find(Condition condition, String complaintClass) {
    return variants.stream()
        .filter(v -> v.when().holds(condition, complaintClass))
        .max(Comparator.comparingInt(v -> v.when().specificity()));
  }

  /**
   * As {@link #find}, for a study that has been checked.
   *
   * @throws IllegalStateException if nothing applies, which the check of a study rules out for
   *     every cell that can be reached
   */
  public Variant<T> pick(Condition condition, String complaintClass) {
    return find(condition, complaintClass)
        .orElseThrow(() ->
            new IllegalStateException("no variant for " + condition + ", class " + complaintClass));
  }
}

package combot.api;

import combot.study.Condition;
import combot.study.Factor;
import combot.study.Step;
import combot.study.Study;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A study that the original's API can speak of: crossed by brand, think and feel with the
 * original's levels, and asking for a contact.
 */
record CompatStudy(Study study, Step.Contact contact) {

  static final String BRAND = "brand";
  static final String THINK = "think";
  static final String FEEL = "feel";

  private static final Map<String, Set<String>> LEVELS =
      Map.of(
          BRAND, Set.of("Basic", "Lulu"),
          THINK, Set.of("High", "Low"),
          FEEL, Set.of("High", "Low"));

  /** The first of {@code studies} that fits. */
  static Optional<CompatStudy> firstOf(List<Study> studies) {
    return studies.stream().flatMap(study -> of(study).stream()).findFirst();
  }

  private static Optional<CompatStudy> of(Study study) {
    boolean fits =
        LEVELS.entrySet().stream()
            .allMatch(wanted -> has(study.factors(), wanted.getKey(), wanted.getValue()));
    return study
        .contact()
        .filter(contact -> fits && contact.kind() != Step.Kind.NONE)
        .map(contact -> new CompatStudy(study, contact));
  }

  private static boolean has(List<Factor> factors, String name, Set<String> levels) {
    return factors.stream()
        .anyMatch(
            factor -> factor.name().equals(name) && Set.copyOf(factor.levels()).equals(levels));
  }

  /**
   * A condition for a message that belongs to no conversation.
   *
   * @param fixed levels that its route fixes; they win
   * @param wanted levels that its sender names; those that the study does not have are passed over
   */
  Condition conditionFor(
      Map<String, String> fixed, Map<String, String> wanted, RandomGenerator random) {
    var levels = new HashMap<String, String>();
    wanted.forEach((factor, level) -> {
      if (LEVELS.get(factor).contains(level)) {
        levels.put(factor, level);
      }
    });
    levels.putAll(fixed);
    var cells = cells(levels);
    if (cells.isEmpty()) {
      cells = cells(fixed);
    }
    if (cells.isEmpty()) {
      cells = study.conditions();
    }
    return cells.get(random.nextInt(cells.size()));
  }

  private List<Condition> cells(Map<String, String> levels) {
    return study.conditions().stream().filter(cell -> cell.agreesWith(levels)).toList();
  }

  /** The original's name for a condition's endpoint: {@code general_hight_lowf}. */
  static String endpointType(Condition condition) {
    return "%s_%st_%sf"
        .formatted(
            condition.level(BRAND).equals("Lulu") ? "lulu" : "general",
            condition.level(THINK).toLowerCase(Locale.ROOT),
            condition.level(FEEL).toLowerCase(Locale.ROOT));
  }
}

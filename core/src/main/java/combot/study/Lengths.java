package combot.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Warns where conversations of one level of a factor are much longer than those of another: length
 * itself has effects.
 */
record Lengths(Study study, Places places, Problems problems) {
  private static final double LARGEST_RATIO = 2;

  void judge() {
    var lengths = new LinkedHashMap<Condition, Double>();
    study.conditions().forEach(cell -> lengths.put(cell, length(cell)));
    study.factors().forEach(factor -> judge(factor, lengths));
  }

  /** Characters that the bot is expected to write in a cell, classes being equally likely. */
  double length(Condition cell) {
    var script = new Script(study);
    double sum = 0;
    double poolMean = 0;
    for (var use : script.uses()) {
      var choice = script.choice(use);
      double mean =
          script.classesAt(use).stream()
              .flatMap(known ->
                  Script.variant(choice, cell, known).stream()
                      .mapToObj(i -> choice.variants().get(i).value()))
              .mapToDouble(texts -> texts.stream().mapToInt(String::length).average().orElse(0))
              .average()
              .orElse(0);
      sum +=
          switch (use.role()) {
            case SAY, ASK, LABEL, POOL -> use.times() * mean;
            case OPENING -> use.times() * (mean - poolMean);
            case AGAIN -> 0;
          };
      poolMean = use.role() == Script.Role.POOL ? mean : poolMean;
    }
    return sum;
  }

  private void judge(Factor factor, Map<Condition, Double> lengths) {
    Condition shortest = null;
    Condition longest = null;
    double worst = LARGEST_RATIO;
    for (var one : lengths.keySet()) {
      for (var level : factor.levels()) {
        var levels = new LinkedHashMap<>(one.levels());
        levels.put(factor.name(), level);
        var other = new Condition(levels);
        double ratio = lengths.getOrDefault(other, 0.0) / lengths.get(one);
        if (ratio > worst) {
          worst = ratio;
          shortest = one;
          longest = other;
        }
      }
    }
    if (shortest != null) {
      var message =
          String.format(
              Locale.ROOT,
              "conversations differ in length by factor %s: %.0f characters on average in %s, %.0f in %s (ratio %.1f)",
              factor.name(),
              lengths.get(longest),
              longest,
              lengths.get(shortest),
              shortest,
              worst);
      problems.add(
          places.key("factors", factor.name()),
          message,
          "bring them within a ratio of 2, or length may explain the effect");
    }
  }
}

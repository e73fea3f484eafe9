package combot.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges whether the words are there: for every cell that is not excluded, and every class that can
 * be known by then, exactly one most specific variant of each text, pool and appearance that the
 * flow uses. Cells of weight 0 count too: they can be previewed, and given a weight later.
 */
record Completeness(Study study, Places places, Set<String> broken, Problems problems) {

  void judge() {
    if (broken.contains("exclude")) {
      return;
    }
    var script = new Script(study);
    for (var use : new LinkedHashSet<>(script.uses())) {
      if (isWhole(script, use)) {
        judgeMissing(
            use.what(),
            places.key(use.section(), use.name()),
            script.choice(use),
            script.classesAt(use));
      }
    }
    if (!broken.contains("appearance")) {
      var none =
          script.classesAt(new Script.Use(Script.Role.SAY, "", Script.Moment.TALK, false, 1));
      judgeMissing("appearance", places.key("appearance"), study.appearance(), none);
      judgeAmbiguous("appearance", study.appearance(), "appearance");
    }
    judgeAll("text", "texts", study.texts());
    judgeAll("pool", "pools", study.pools());
    judgeAll("prompt", "prompts", study.prompts());
    study.generation().ifPresent(it -> judgeAmbiguous("model", it.model(), "model"));
  }

  private boolean isWhole(Script script, Script.Use use) {
    boolean defined =
        use.section().equals("texts")
            ? study.texts().containsKey(use.name())
            : study.pools().containsKey(use.name());
    return defined
        && !broken.contains(use.key())
        && !(broken.contains("flow") && differsByClass(script.choice(use)));
  }

  private static <T> boolean differsByClass(Choice<T> choice) {
    return choice.variants().stream().anyMatch(v -> v.when().complaintClass() != null);
  }

  private <T> void judgeAll(String kind, String section, Map<String, Choice<T>> choices) {
    choices.forEach((name, choice) -> {
      if (!broken.contains(section + "." + name)) {
        judgeAmbiguous(kind + " '" + name + "'", choice, section, name);
      }
    });
  }

  private <T> void judgeMissing(String what, Place at, Choice<T> choice, List<String> classes) {
    var all = new ArrayList<Map<String, String>>();
    var missing = new ArrayList<Map<String, String>>();
    for (var cell : study.conditions()) {
      for (var known : classes) {
        var kase = new LinkedHashMap<>(cell.levels());
        if (known != null) {
          kase.put(When.CLASS, known);
        }
        all.add(kase);
        if (Script.variant(choice, cell, known).isEmpty()) {
          missing.add(kase);
        }
      }
    }
    if (!missing.isEmpty()) {
      boolean early = classes.stream().anyMatch(Objects::isNull) && differsByClass(choice);
      var hint =
          early
              ? "it is used where no class is known yet"
              : "add a variant for it, or one without a when";
      problems.add(at, what + " is missing for " + describe(missing, all), hint);
    }
  }

  /**
   * The levels that all missing cases share, where they say it all; else the first case and how
   * many more there are.
   */
  private static String describe(List<Map<String, String>> missing, List<Map<String, String>> all) {
    if (missing.size() == all.size()) {
      return "every condition";
    }
    var shared = new LinkedHashMap<>(missing.getFirst());
    shared
        .entrySet()
        .removeIf(e -> missing.stream().anyMatch(m -> !e.getValue().equals(m.get(e.getKey()))));
    long covered = all.stream().filter(c -> c.entrySet().containsAll(shared.entrySet())).count();
    if (covered == missing.size()) {
      return words(shared);
    }
    int more = missing.size() - 1;
    return words(missing.getFirst()) + (more == 0 ? "" : " and " + more + " more");
  }

  private static String words(Map<String, String> levels) {
    return levels.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  private <T> void judgeAmbiguous(String what, Choice<T> choice, String... path) {
    var variants = choice.variants();
    var told = new LinkedHashSet<List<Integer>>();
    var classes = new ArrayList<String>(study.classes().keySet());
    classes.add(null);
    for (var cell : study.conditions()) {
      for (var known : classes) {
        int first = Script.variant(choice, cell, known).orElse(variants.size());
        for (int other = first + 1; other < variants.size(); other++) {
          var when = variants.get(other).when();
          if (when.holds(cell, known)
              && when.specificity() == variants.get(first).when().specificity()
              && told.add(List.of(first, other))) {
            var place = places.item(other, path);
            boolean twice = when.equals(variants.get(first).when());
            var message =
                what
                    + " has two variants "
                    + (twice ? "for " + when : "that are equally specific for " + cell);
            var line = places.item(first, path).line();
            problems.add(
                place,
                message,
                "the other is in line "
                    + line
                    + (twice ? "" : ": name one more factor in one of them"));
          }
        }
      }
    }
  }
}

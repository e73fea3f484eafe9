package combot.study;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Warns of what no participant can meet, and of factors that are tied together by it. */
record Reach(Study study, Places places, Problems problems) {

  void judge() {
    var reached =
        study.conditions().stream().filter(c -> study.assignment().weightOf(c) > 0).toList();
    judgeWeights();
    judgeLevels(reached);
    judgePairs(reached);
    judgeUse();
    judgeVariants("text", "texts", study.texts());
    judgeVariants("pool", "pools", study.pools());
    judgeVariants("prompt", "prompts", study.prompts());
    judgeFixed("appearance", "shows", study.appearance());
    study.generation().ifPresent(it -> judgeFixed("model", "speaks", it.model()));
  }

  private void judgeWeights() {
    for (var cell : study.conditions()) {
      if (study.assignment().weightOf(cell) == 0) {
        var weights = study.assignment().weights();
        int last = 0;
        for (int i = 0; i < weights.size(); i++) {
          last = cell.agreesWith(weights.get(i).levels()) ? i : last;
        }
        var place = places.item(last, "assignment", "weights");
        problems.add(
            place,
            "nobody can reach condition " + cell + ": its weight is 0",
            "exclude it by name, if that is meant");
      }
    }
  }

  private void judgeLevels(List<Condition> reached) {
    for (var factor : study.factors()) {
      var place = places.key("factors", factor.name());
      if (factor.levels().size() == 1) {
        problems.add(
            place,
            "factor '" + factor.name() + "' has one level and cannot make a difference",
            "add a level, or drop it");
      }
      for (var level : factor.levels()) {
        if (!isReached(factor.name(), level, reached)) {
          problems.add(
              place,
              "nobody can reach level '" + level + "' of factor '" + factor.name() + "'",
              "drop the level");
        }
      }
    }
  }

  /**
   * Two factors are tied where a pair of their levels never meets, and no exclusion names that
   * pair.
   */
  private void judgePairs(List<Condition> reached) {
    for (int i = 0; i < study.factors().size(); i++) {
      for (int j = i + 1; j < study.factors().size(); j++) {
        judgePair(study.factors().get(i), study.factors().get(j), reached);
      }
    }
  }

  private void judgePair(Factor one, Factor other, List<Condition> reached) {
    for (var a : one.levels()) {
      for (var b : other.levels()) {
        var pair = Map.of(one.name(), a, other.name(), b);
        boolean met = isReached(one.name(), a, reached) && isReached(other.name(), b, reached);
        boolean meets = reached.stream().anyMatch(c -> c.agreesWith(pair));
        boolean meant =
            study.excluded().stream().anyMatch(e -> pair.entrySet().containsAll(e.entrySet()));
        if (met && !meets && !meant) {
          var never = one.name() + "=" + a + " never meets " + other.name() + "=" + b;
          problems.add(
              places.key("factors", other.name()),
              "factors '" + one.name() + "' and '" + other.name() + "' are tied together: " + never,
              "give its conditions a weight, or exclude {"
                  + one.name()
                  + ": "
                  + a
                  + ", "
                  + other.name()
                  + ": "
                  + b
                  + "} by name");
        }
      }
    }
  }

  private static boolean isReached(String factor, String level, List<Condition> reached) {
    return reached.stream().anyMatch(c -> level.equals(c.level(factor)));
  }

  private void judgeUse() {
    var used = new HashSet<String>();
    new Script(study).uses().forEach(use -> used.add(use.key()));
    study.texts().keySet().stream()
        .filter(name -> !used.contains("texts." + name))
        .forEach(name ->
            problems.add(
                places.key("texts", name),
                "text '" + name + "' is never used",
                "name it in the flow, or drop it"));
    study.pools().keySet().stream()
        .filter(name -> !used.contains("pools." + name))
        .forEach(name ->
            problems.add(
                places.key("pools", name),
                "pool '" + name + "' is never used",
                "name it in a probe, or drop it"));
    if (!study.classes().isEmpty()
        && study.flow().stream().noneMatch(Step.Classify.class::isInstance)) {
      problems.add(
          places.key("classes"),
          "classes are never used: the flow has no classify step",
          "add one, or drop them");
    }
    boolean anonymous = study.panel().id() == null;
    if (anonymous
        && study.flow().getLast() instanceof Step.Finish(_, String link, _)
        && link != null
        && link.contains("{panel_id}")) {
      problems.add(
          places.key("flow"),
          "{panel_id} in the link is always empty: the study has no panel id",
          "add panel: {id: …}");
    }
  }

  /** A variant without a when is a fallback on purpose, even where others cover everything. */
  private <T> void judgeVariants(String kind, String section, Map<String, Choice<T>> choices) {
    var uses = new Script(study).uses();
    choices.forEach((name, choice) -> {
      var shown = new HashSet<Integer>();
      var ofThis =
          uses.stream()
              .filter(u -> u.name().equals(name))
              .filter(u -> u.section().equals(section) || section.equals("prompts"))
              .toList();
      for (var use : ofThis) {
        for (var cell : study.conditions()) {
          new Script(study)
              .classesAt(use)
              .forEach(c -> Script.variant(choice, cell, c).ifPresent(shown::add));
        }
      }
      for (int i = 0; i < choice.variants().size() && !ofThis.isEmpty(); i++) {
        var when = choice.variants().get(i).when();
        if (!shown.contains(i) && when.specificity() > 0) {
          var message = "the variant of " + kind + " '" + name + "' for " + when + " never shows";
          problems.add(
              places.variant(section, name, i), message, "no condition and class lead to it");
        }
      }
    });
  }

  private <T> void judgeFixed(String section, String does, Choice<T> choice) {
    for (int i = 0; i < choice.variants().size(); i++) {
      int number = i;
      var when = choice.variants().get(i).when();
      boolean shown =
          study.conditions().stream()
              .anyMatch(c -> Script.variant(choice, c, null).orElse(-1) == number);
      if (!shown && when.specificity() > 0) {
        problems.add(
            places.item(i, section),
            "the " + section + " for " + when + " never " + does,
            "no condition leads to it");
      }
    }
  }
}

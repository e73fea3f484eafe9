package combot.study;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges prompts: that a model may speak where each stands, and that each names only what is known
 * there.
 */
record PromptRules(Study study, Places places, Set<String> broken, Problems problems) {

  void judge() {
    judgeFactors();
    study
        .prompts()
        .forEach((name, prompt) -> {
          if (!broken.contains("prompts." + name)) {
            judgeName(name);
            judgeFirst(name, prompt);
            judgeVariables(name, prompt);
          }
        });
  }

  private void judgeFactors() {
    study.factors().stream()
        .map(Factor::name)
        .filter(name -> !study.prompts().isEmpty() && Prompt.VARIABLES.contains(name))
        .forEach(name ->
            problems.add(
                places.key("factors", name),
                "factor '" + name + "' has the name of a variable of prompts",
                "rename the factor"));
  }

  private void judgeName(String name) {
    boolean text = study.texts().containsKey(name);
    boolean pool = study.pools().containsKey(name);
    var at = places.key("prompts", name);
    if (text && pool) {
      problems.add(
          at, "prompt '" + name + "' could be for the text or for the pool", "rename one of them");
    } else if (!text && !pool) {
      judgeUnknown(name, at);
    } else if (!broken.contains("flow")) {
      judgePlace(name, at);
    }
  }

  private void judgeUnknown(String name, Place at) {
    if (!broken.contains("texts") && !broken.contains("pools")) {
      var known = new TreeSet<>(study.texts().keySet());
      known.addAll(study.pools().keySet());
      problems.add(
          at, "prompt '" + name + "' is for no text and no pool", Nearest.hint(name, known));
    }
  }

  private void judgePlace(String name, Place at) {
    var moments = uses(name).stream().map(Script.Use::moment).toList();
    if (moments.isEmpty()) {
      problems.add(
          at, "prompt '" + name + "' is for words that no step says", "name them in the flow");
    }
    moments.stream()
        .filter(moment -> moment != Script.Moment.TALK)
        .findFirst()
        .ifPresent(moment ->
            problems.add(
                at,
                "prompt '" + name + "' is for words that are said " + when(moment),
                moment == Script.Moment.BEGINNING
                    ? "there is nothing to reply to: take the prompt out"
                    : "no model is asked there: take the prompt out"));
  }

  private static String when(Script.Moment moment) {
    return switch (moment) {
      case BEGINNING -> "before the participant said anything";
      case TALK -> "in the talk";
      case CONTACT -> "by the contact step";
      case AFTER_CONTACT -> "after the contact was given";
      case END -> "by the finish step";
    };
  }

  private List<Script.Use> uses(String name) {
    return new Script(study).uses().stream().filter(use -> use.name().equals(name)).toList();
  }

  private void judgeFirst(String name, Choice<Prompt> prompt) {
    if (study.pools().containsKey(name) || !study.texts().containsKey(name)) {
      return;
    }
    for (int i = 0; i < prompt.variants().size(); i++) {
      if (prompt.variants().get(i).value().first() != null) {
        problems.add(
            places.prompt(name, i, "first"),
            "prompt '" + name + "' has a first, but is for a text, not for a pool",
            "write it under text");
      }
    }
  }

  private void judgeVariables(String name, Choice<Prompt> prompt) {
    for (int i = 0; i < prompt.variants().size(); i++) {
      var value = prompt.variants().get(i).value();
      judgeVariables(name, value.instructions(), places.prompt(name, i, "text"));
      if (value.first() != null) {
        judgeVariables(name, value.first(), places.prompt(name, i, "first"));
      }
    }
  }

  private void judgeVariables(String name, String instructions, Place at) {
    if (Prompt.holdsLoneBrace(instructions)) {
      problems.add(
          at,
          "prompt '" + name + "' holds a brace that is not closed, or not opened",
          "write variables as {scripted}, and no other braces");
    }
    var known = new TreeSet<>(Prompt.VARIABLES);
    study.factors().forEach(factor -> known.add(factor.name()));
    for (var variable : Prompt.variables(instructions)) {
      if (!known.contains(variable) && !broken.contains("factors")) {
        problems.add(
            at,
            "prompt '" + name + "' knows no variable {" + variable + "}",
            Nearest.hint(variable, known));
      } else if (variable.equals(When.CLASS) && !isClassified(name)) {
        problems.add(
            at,
            "prompt '" + name + "' holds {class} where nothing is classified yet",
            "put a classify step before it, or take {class} out");
      }
    }
  }

  private boolean isClassified(String name) {
    var script = new Script(study);
    return broken.contains("flow")
        || broken.contains("classes")
        || uses(name).stream()
            .flatMap(use -> script.classesAt(use).stream())
            .allMatch(Objects::nonNull);
  }
}

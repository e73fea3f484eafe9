package combot.study;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Warns of prompts that lose what is manipulated by the words in whose place they stand. */
record Treatment(Study study, Places places, Problems problems) {
  private record Lost(int variant, String factor) {}

  void judge() {
    study
        .prompts()
        .forEach((name, prompt) -> {
          for (var lost : lost(name, prompt)) {
            problems.add(
                places.variant("prompts", name, lost.variant()),
                "prompt '"
                    + name
                    + "' is the same for levels of "
                    + lost.factor()
                    + " that have words of their own in '"
                    + name
                    + "'",
                "name " + lost.factor() + " in its when, or let it hold {scripted}");
          }
        });
  }

  private Set<Lost> lost(String name, Choice<Prompt> prompt) {
    var script = new Script(study);
    var lost = new LinkedHashSet<Lost>();
    var uses = script.uses().stream().filter(use -> use.name().equals(name)).toList();
    for (var use : uses) {
      for (var cell : study.conditions()) {
        for (var known : script.classesAt(use)) {
          var told = Script.variant(prompt, cell, known);
          if (told.isPresent()) {
            var words = script.choice(use).pick(cell, known).when();
            var kept = kept(prompt.variants().get(told.getAsInt()));
            words.levels().keySet().stream()
                .filter(factor -> !kept.contains(factor) && !kept.contains("scripted"))
                .forEach(factor -> lost.add(new Lost(told.getAsInt(), factor)));
          }
        }
      }
    }
    return lost;
  }

  /** The factors by which a variant of a prompt differs, and the variables that it holds. */
  private static Set<String> kept(Choice.Variant<Prompt> variant) {
    var kept = new TreeSet<>(variant.when().levels().keySet());
    kept.addAll(Prompt.variables(variant.value().instructions()));
    return kept;
  }
}

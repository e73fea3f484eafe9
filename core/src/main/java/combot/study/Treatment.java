package combot.study;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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
            var variant = prompt.variants().get(told.getAsInt());
            words.levels().keySet().stream()
                .filter(factor -> !isKept(factor, variant))
                .forEach(factor -> lost.add(new Lost(told.getAsInt(), factor)));
          }
        }
      }
    }
    return lost;
  }

  /** Whether a variant of a prompt differs by a factor, or each of its instructions holds it. */
  private static boolean isKept(String factor, Choice.Variant<Prompt> variant) {
    var prompt = variant.value();
    return variant.when().levels().containsKey(factor)
        || Stream.of(prompt.instructions(), prompt.first())
            .filter(Objects::nonNull)
            .map(Prompt::variables)
            .allMatch(held -> held.contains(factor) || held.contains("scripted"));
  }
}

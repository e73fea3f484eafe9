package combot.study;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Judges whether a conversation can ask without repeating itself: pools that are large enough, no
 * question twice.
 */
record Repetition(Study study, Places places, Set<String> broken, Problems problems) {
  private record Variant(String pool, int number) {}

  void judge() {
    if (broken.contains("exclude") || broken.contains("flow")) {
      return;
    }
    var script = new Script(study);
    for (var cell : study.conditions()) {
      for (var outcome : script.outcomes()) {
        judge(script, cell, outcome);
      }
    }
  }

  private void judge(Script script, Condition cell, String outcome) {
    var asked = new HashMap<String, Place>();
    var drawn = new LinkedHashMap<Variant, Integer>();
    for (var use : script.uses()) {
      var choice = script.choice(use);
      var found = Script.variant(choice, cell, use.classified() ? outcome : null);
      if (found.isEmpty() || broken.contains(use.key())) {
        continue;
      }
      int number = found.getAsInt();
      var texts = choice.variants().get(number).value();
      switch (use.role()) {
        case POOL -> {
          var variant = new Variant(use.name(), number);
          if (!drawn.containsKey(variant)) {
            for (int i = 0; i < texts.size(); i++) {
              ask(texts.get(i), places.question(use.name(), number, i), asked);
            }
          }
          drawn.merge(variant, (int) use.times(), Integer::sum);
        }
        case ASK, OPENING -> ask(texts.getFirst(), places.text(use.name(), number), asked);
        case SAY, LABEL, AGAIN -> {}
      }
    }
    judgeSizes(drawn);
  }

  private void ask(String question, Place place, Map<String, Place> asked) {
    var plain = question.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    var first = asked.putIfAbsent(plain, place);
    if (first == null) {
      return;
    }
    var later =
        place.line() > first.line()
                || place.line() == first.line() && place.column() > first.column()
            ? place
            : first;
    var earlier = later == place ? first : place;
    var message = "question " + Values.quoted(question) + " can come twice in one conversation";
    var hint =
        earlier.equals(later)
            ? "it is used by two steps"
            : "it stands in line " + earlier.line() + " too";
    problems.add(later, message, hint);
  }

  private void judgeSizes(Map<Variant, Integer> drawn) {
    drawn.forEach((variant, times) -> {
      var all = study.pools().get(variant.pool()).variants().get(variant.number());
      int size = all.value().size();
      if (size < times) {
        var where = all.when().equals(When.ALWAYS) ? "" : " for " + all.when();
        var message =
            "pool '"
                + variant.pool()
                + "'"
                + where
                + " holds "
                + size
                + ", its probes ask "
                + times;
        var hint = "write " + (times - size) + " more";
        problems.add(places.variant("pools", variant.pool(), variant.number()), message, hint);
      }
    });
  }
}

package combot.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Warns of factors, and pairs of levels, between which participants see no difference. */
record Difference(Study study, Places places, Problems problems) {

  void judge() {
    var views = new HashMap<Condition, List<Object>>();
    study.conditions().forEach(cell -> views.put(cell, view(cell)));
    study.factors().forEach(factor -> judge(factor, views));
  }

  /** All that can be seen in a cell. */
  private List<Object> view(Condition cell) {
    var script = new Script(study);
    var seen = new ArrayList<Object>();
    seen.add(study.appearance().pick(cell, null).value());
    for (var use : script.uses()) {
      var choice = script.choice(use);
      script.classesAt(use).forEach(known -> seen.add(choice.pick(cell, known).value()));
    }
    return seen;
  }

  private void judge(Factor factor, Map<Condition, List<Object>> views) {
    var same = new ArrayList<String>();
    int compared = 0;
    for (int i = 0; i < factor.levels().size(); i++) {
      for (int j = i + 1; j < factor.levels().size(); j++) {
        var one = factor.levels().get(i);
        var other = factor.levels().get(j);
        var pairs = pairs(factor.name(), one, other, views);
        compared += pairs.isEmpty() ? 0 : 1;
        if (!pairs.isEmpty() && pairs.stream().allMatch(p -> p.getFirst().equals(p.getLast()))) {
          same.add("'" + one + "' and '" + other + "'");
        }
      }
    }
    var place = places.key("factors", factor.name());
    if (!same.isEmpty() && same.size() == compared) {
      var hint = "name it in the when of a text, pool or appearance, or drop it";
      problems.add(
          place, "factor " + factor.name() + " changes nothing that a participant sees", hint);
    } else {
      same.forEach(levels ->
          problems.add(
              place,
              "levels " + levels + " of factor " + factor.name() + " look the same to participants",
              "let a text differ"));
    }
  }

  /** The views of each two cells that differ in these levels of the factor and in nothing else. */
  private static List<List<List<Object>>> pairs(
      String factor, String one, String other, Map<Condition, List<Object>> views) {
    var pairs = new ArrayList<List<List<Object>>>();
    views.forEach((cell, view) -> {
      if (one.equals(cell.level(factor))) {
        var twin = new LinkedHashMap<>(cell.levels());
        twin.put(factor, other);
        var otherView = views.get(new Condition(twin));
        if (otherView != null) {
          pairs.add(List.of(view, otherView));
        }
      }
    });
    return pairs;
  }
}

package combot.study;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads where something applies: {@code {brand: Lulu, class: A}}. */
record WhenReader(
    Values values, List<Factor> factors, Collection<String> classes, Set<String> broken) {

  /** Levels and class; empty where any of them is unknown. */
  Optional<When> read(Node node) {
    int before = values.problems().count();
    var levels = new LinkedHashMap<String, String>();
    String complaintClass = null;
    for (var entry : values.mapping(node, "when").entries()) {
      var value = values.text(entry.value(), "when." + entry.key());
      if (entry.key().equals(When.CLASS)) {
        complaintClass = value.orElse(null);
        value.ifPresent(name -> judgeClass(entry, name));
      } else {
        judgeFactor(entry, value);
        value.ifPresent(level -> levels.put(entry.key(), level));
      }
    }
    return values.problems().count() > before
        ? Optional.empty()
        : Optional.of(new When(levels, complaintClass));
  }

  /** Levels alone, for what is fixed before anything is classified. */
  Optional<Map<String, String>> readFixed(Node node, String what) {
    return read(node)
        .flatMap(when ->
            when.complaintClass() == null
                ? Optional.of(when.levels())
                : values.refuse(
                    node,
                    what + " cannot differ by class",
                    "it is fixed before anything is classified"));
  }

  private void judgeFactor(Fields.Entry entry, Optional<String> level) {
    if (broken.contains("factors")) {
      return;
    }
    var factor = factors.stream().filter(f -> f.name().equals(entry.key())).findFirst();
    if (factor.isEmpty()) {
      var names = factors.stream().map(Factor::name).toList();
      values.refuse(
          entry.keyNode(),
          "factor '" + entry.key() + "' is unknown",
          Nearest.hint(entry.key(), names));
    } else if (level.isPresent() && !factor.get().levels().contains(level.get())) {
      values.refuse(
          entry.value(),
          "level '" + level.get() + "' of factor '" + entry.key() + "' is unknown",
          Nearest.hint(level.get(), factor.get().levels()));
    }
  }

  private void judgeClass(Fields.Entry entry, String name) {
    if (!broken.contains("classes") && !classes.contains(name)) {
      var hint = classes.isEmpty() ? "the study has no classes" : Nearest.hint(name, classes);
      values.refuse(entry.value(), "class '" + name + "' is unknown", hint);
    }
  }
}

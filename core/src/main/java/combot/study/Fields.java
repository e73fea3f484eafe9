package combot.study;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One mapping while it is read. The keys that are asked for are the ones it may hold; {@link #end}
 * reports the others, and the needed ones that were not there. A key that is misspelt is reported
 * once, as unknown, not as missing too.
 */
final class Fields {
  /** A key and its value. */
  record Entry(String key, Node keyNode, Node value) {}

  private final MappingNode node;
  private final String what;
  private final Problems problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * @param node or {@code null} where there is none and this was reported: nothing is missing then
   */
  Fields(MappingNode node, String what, Problems problems) {
    this.node = node;
    this.what = what;
    this.problems = problems;
    if (node != null) {
      node.getValue().forEach(t -> put(t.getKeyNode(), t.getValueNode()));
    }
  }

  private void put(Node key, Node value) {
    if (!(key instanceof ScalarNode scalar)) {
      problems.add(key, "a key must be one word", "");
      return;
    }
    var earlier = entries.putIfAbsent(scalar.getValue(), new Entry(scalar.getValue(), key, value));
    if (earlier != null) {
      var line = Place.of(earlier.keyNode()).line();
      problems.add(
          key,
          "key '" + scalar.getValue() + "' occurs twice" + where(),
          "it stands in line " + line + " already");
    }
  }

  /** Whether there is a mapping at all. */
  boolean exists() {
    return node != null;
  }

  Node node() {
    return node;
  }

  /** All keys and values, for a mapping whose keys are free. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  Optional<Node> optional(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  Optional<Node> needed(String key) {
    return needed(key, "");
  }

  /** As {@link #needed(String)}; {@code hint} says why, should it be missing. */
  Optional<Node> needed(String key, String hint) {
    var value = optional(key);
    if (value.isEmpty() && node != null) {
      missing.put(key, hint);
    }
    return value;
  }

  /** Reports what is unknown and what is missing. */
  void end() {
    var meant = new LinkedHashSet<String>();
    for (var entry : entries.values()) {
      if (!known.contains(entry.key())) {
        Nearest.find(entry.key(), known).ifPresent(meant::add);
        problems.add(
            entry.keyNode(),
            "key '" + entry.key() + "' is unknown" + where(),
            Nearest.hint(entry.key(), known));
      }
    }
    missing.keySet().removeAll(meant);
    missing.forEach(
        (key, hint) -> problems.add(node, "key '" + key + "' is missing" + where(), hint));
  }

  private String where() {
    return what.isEmpty() ? "" : " in " + what;
  }
}

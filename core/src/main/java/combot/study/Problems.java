package combot.study;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Collects what is wrong, so that a researcher learns of everything at once. Not safe to share
 * between threads.
 */
final class Problems {
  private final SortedSet<Problem> found = new TreeSet<>();
  private int reports;

  void add(Node at, String message, String hint) {
    add(Place.of(at), message, hint);
  }

  void add(Place at, String message, String hint) {
    reports++;
    found.add(new Problem(at.line(), at.column(), message, hint));
  }

  /**
   * How many reports there were, repeated ones too: a part was read whole if the count is the same
   * before and after.
   */
  int count() {
    return reports;
  }

  /** In the order of the file, each once. */
  List<Problem> found() {
    return List.copyOf(found);
  }
}

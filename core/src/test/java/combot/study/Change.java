package combot.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One block of a table of changes: what is taken out of {@code small.yaml}, what comes in its
 * place, and what is told then.
 *
 * @param inSchema whether the JSON Schema is expected to refuse it too
 */
record Change(String yaml, List<String> told, boolean inSchema, String name) {

  static Stream<Change> table(String resource) {
    return Arrays.stream(Small.resource(resource).split("\n\n+"))
        .filter(block -> !block.startsWith("#"))
        .map(Change::of);
  }

  private static Change of(String block) {
    var old = lines(block, "- ");
    var fresh = lines(block, "+ ");
    var told = new ArrayList<>(lines(block, "! "));
    var inSchema = lines(block, "!! ");
    told.addAll(inSchema);
    var part = String.join("\n", old);
    var yaml =
        fresh.isEmpty() ? Small.with(part + "\n", "") : Small.with(part, String.join("\n", fresh));
    return new Change(
        yaml, told, !inSchema.isEmpty(), String.join("⏎", old) + " -> " + String.join("⏎", fresh));
  }

  private static List<String> lines(String block, String prefix) {
    return block
        .lines()
        .filter(l -> l.startsWith(prefix))
        .map(l -> l.substring(prefix.length()))
        .collect(Collectors.toList());
  }

  @Override
  public String toString() {
    return name;
  }
}

package combot.readiness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A report against an earlier one of the same kind and target: another target is another load, by
 * which nothing gets better or worse.
 *
 * @param with when the earlier one was made, as it says; empty where there is none
 * @param why it is not compared though there are earlier ones of its kind
 * @param better lines whose state is a better one now
 * @param worse lines whose state is a worse one now
 * @param added titles of lines that the earlier one did not have
 * @param gone titles of lines that it had
 */
public record Comparison(
    Optional<String> with,
    Optional<String> why,
    List<Change> better,
    List<Change> worse,
    List<String> added,
    List<String> gone) {

  /** A line whose state changed. */
  public record Change(String title, State before, State now) {
    @Override
    public String toString() {
      return "%s: %s, was %s".formatted(title, now, before);
    }
  }

  /** From good to bad: what nobody knows may be anything but good. */
  static final List<State> ORDER = List.of(State.PASS, State.WARN, State.NOT_MEASURED, State.FAIL);

  public Comparison {
    better = List.copyOf(better);
    worse = List.copyOf(worse);
    added = List.copyOf(added);
    gone = List.copyOf(gone);
  }

  /**
   * With the last one that can be compared.
   *
   * @param earlier as they were saved, oldest first
   * @param target empty where nothing is loaded
   */
  static Comparison of(
      List<Line> lines, List<JsonObject> earlier, Depth depth, Optional<Target> target) {
    var kind =
        earlier.stream()
            .filter(report -> depth.toString().equals(report.getString("kind")))
            .toList();
    var told = target.map(Target::toString).orElse(null);
    var before =
        kind.stream()
            .filter(report -> Objects.equals(told, report.getValue("target")))
            .reduce((_, last) -> last);
    var why =
        before.isPresent() || kind.isEmpty()
            ? Optional.<String>empty()
            : Optional.of(
                "Not compared: no earlier report of this kind was made with --target " + told);
    return of(lines, before, why);
  }

  private static Comparison of(
      List<Line> lines, Optional<JsonObject> earlier, Optional<String> why) {
    var better = new ArrayList<Change>();
    var worse = new ArrayList<Change>();
    var added = new ArrayList<String>();
    var before = lines(earlier.orElseGet(JsonObject::new));
    if (earlier.isPresent()) {
      for (var line : lines) {
        var old = before.remove(line.id());
        if (old == null) {
          added.add(line.title());
          continue;
        }
        var change = new Change(line.title(), State.valueOf(old.getString("state")), line.state());
        int step = ORDER.indexOf(change.now()) - ORDER.indexOf(change.before());
        if (step != 0) {
          (step < 0 ? better : worse).add(change);
        }
      }
    }
    return new Comparison(
        earlier.map(report -> report.getString("at")),
        why,
        better,
        worse,
        added,
        before.values().stream().map(line -> line.getString("title")).toList());
  }

  private static LinkedHashMap<String, JsonObject> lines(JsonObject report) {
    var lines = new LinkedHashMap<String, JsonObject>();
    report.getJsonArray("sections", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .flatMap(section -> section.getJsonArray("lines").stream())
        .map(JsonObject.class::cast)
        .forEach(line -> lines.put(line.getString("id"), line));
    return lines;
  }
}

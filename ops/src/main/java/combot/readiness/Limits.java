package combot.readiness;

import combot.report.ReportFile;
import combot.study.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The thresholds of a report, by the id of the line. The defaults are in {@code thresholds.yaml}
 * beside this class; a file of the same form changes some of them.
 *
 * @param changed what was changed, and from which default, a sentence each
 */
public record Limits(SortedMap<String, Limit> all, List<String> changed) {

  private static final String UNIT = "unit";
  private static final String WARN = "warn-";
  private static final String FAIL = "fail-";

  /** A file of thresholds that is not right; the message tells all that is wrong. */
  public static final class Invalid extends RuntimeException {
    Invalid(String message) {
      super(message);
    }
  }

  public Limits {
    all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
    changed = List.copyOf(changed);
  }

  /** As shipped. */
  public static Limits defaults() {
    var limits = new TreeMap<String, Limit>();
    try (var in = Limits.class.getResourceAsStream("thresholds.yaml")) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      entries("thresholds.yaml", text).forEach((id, given) -> limits.put(id, shipped(given)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Limits(limits, List.of());
  }

  private static Limit shipped(Map<?, ?> given) {
    boolean below = given.keySet().stream().anyMatch(key -> key.toString().endsWith("below"));
    var side = below ? "below" : "above";
    return new Limit(
        below,
        number(given.get(WARN + side)),
        number(given.get(FAIL + side)),
        String.valueOf(given.get(UNIT)));
  }

  private static String sentence(String text) {
    return text.endsWith("?") ? text : text + ".";
  }

  private static double number(Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  Optional<Limit> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /**
   * These, changed as a file says.
   *
   * @throws Invalid if the file can't be read, or anything in it is unknown or malformed
   */
  public Limits changedBy(Path file) {
    var limits = new TreeMap<>(all);
    var told = new ArrayList<>(changed);
    var problems = new ArrayList<String>();
    entries(file.toString(), read(file))
        .forEach((id, given) -> {
          try {
            var before = find(id).orElseThrow(() -> unknown("threshold", id, all.keySet()));
            var after = changed(id, before, given);
            limits.put(id, after);
            if (!after.equals(before)) {
              told.add("%s %s; the default %s".formatted(id, after, before));
            }
          } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
          }
        });
    if (!problems.isEmpty()) {
      throw new Invalid(
          "The thresholds in %s: %s".formatted(file, sentence(String.join("; ", problems))));
    }
    return new Limits(limits, told);
  }

  private static Limit changed(String id, Limit before, Map<?, ?> given) {
    var side = before.below() ? "below" : "above";
    double warn = before.warn();
    double fail = before.fail();
    for (var entry : given.entrySet()) {
      var key = String.valueOf(entry.getKey());
      if (!(entry.getValue() instanceof Number value)) {
        throw new IllegalArgumentException(
            "%s: %s must be a number, was '%s'".formatted(id, key, entry.getValue()));
      }
      if (key.equals(WARN + side)) {
        warn = value.doubleValue();
      } else if (key.equals(FAIL + side)) {
        fail = value.doubleValue();
      } else {
        throw unknown("key of " + id, key, List.of(WARN + side, FAIL + side));
      }
    }
    try {
      return new Limit(before.below(), warn, fail, before.unit());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(id + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException unknown(
      String kind, String name, Collection<String> known) {
    return new IllegalArgumentException(
        "unknown %s '%s'; %s".formatted(kind, name, Nearest.hint(name, known)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Invalid(
          "The thresholds in %s can't be read: %s.".formatted(file, ReportFile.reason(e)));
    }
  }

  private static SequencedMap<String, Map<?, ?>> entries(String file, String text) {
    var entries = new LinkedHashMap<String, Map<?, ?>>();
    for (var entry : mapping(file, text).entrySet()) {
      if (!(entry.getValue() instanceof Map<?, ?> given)) {
        throw new Invalid(
            "The thresholds in %s: %s must be as {warn-above: 1, fail-above: 2}."
                .formatted(file, entry.getKey()));
      }
      entries.put(String.valueOf(entry.getKey()), given);
    }
    return entries;
  }

  private static Map<?, ?> mapping(String file, String text) {
    try {
      var settings = LoadSettings.builder().setLabel(file).build();
      return switch (new Load(settings).loadFromString(text)) {
        case null -> Map.of();
        case Map<?, ?> map -> map;
        default ->
            throw new Invalid(
                "The thresholds in %s must be a mapping of ids to values.".formatted(file));
      };
    } catch (YamlEngineException e) {
      throw new Invalid("The thresholds in %s are not YAML: %s".formatted(file, e.getMessage()));
    }
  }
}

package combot.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The metrics of several processes as one text, in Prometheus' format 0.0.4: each family is
 * described once, and its samples stand together. For one thread.
 */
public final class Exposition {

  /** What the text is. */
  public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** Figures of the JVM that nobody looks at, a third of all. */
  private static final Pattern NOISE =
      Pattern.compile("jvm_memory_pool_collection_.*|jvm_memory.*_init(_bytes)?|.*_finalization");

  private record Family(List<String> description, List<String> samples) {}

  private final Map<String, Family> families = new TreeMap<>();

  /** The text of one process. */
  public static String of(PrometheusRegistry registry) {
    var out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(out, registry.scrape(name -> !NOISE.matcher(name).matches()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * Adds the text of one process.
   *
   * @param text as {@link #of} gives it
   * @param label that each of its samples gets, such as {@code worker="2"}; empty for none
   */
  public Exposition add(String text, String label) {
    Family family = null;
    for (var line : text.split("\n")) {
      if (line.startsWith("# ")) {
        family = describe(family, line);
      } else if (!line.isBlank() && family != null) {
        family.samples.add(label.isEmpty() ? line : labelled(line, label));
      }
    }
    return this;
  }

  /** The family that a line of description belongs to; kept where nobody described it before. */
  private Family describe(Family before, String line) {
    var family =
        families.computeIfAbsent(
            line.split(" ", 4)[2], _ -> new Family(new ArrayList<>(), new ArrayList<>()));
    boolean continues = family == before && family.samples.isEmpty();
    if (family.description.isEmpty() || continues && !family.description.contains(line)) {
      family.description.add(line);
    }
    return family;
  }

  /** A name holds neither a brace nor a space. */
  private static String labelled(String sample, String label) {
    int brace = sample.indexOf('{');
    int space = sample.indexOf(' ');
    return brace >= 0 && brace < space
        ? sample.substring(0, brace + 1) + label + "," + sample.substring(brace + 1)
        : sample.substring(0, space) + "{" + label + "}" + sample.substring(space);
  }

  /** All that was added. */
  public String text() {
    var text = new StringBuilder();
    for (var family : families.values()) {
      family.description.forEach(line -> text.append(line).append('\n'));
      family.samples.forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }
}

package combot.loadtest;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The samples of one {@code /metrics} answer, in Prometheus' text format.
 *
 * @param values by name with labels, as written
 */
public record Scrape(Map<String, Double> values) {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*(?:\\{[^\\n]*})?) (\\S+)(?: \\d+)?$");

  /** Of labels as written: of any worker, not of the gateway. */
  public static final Predicate<String> IN_WORKERS = labels -> labels.contains("worker=");

  static final Scrape NONE = new Scrape(Map.of());

  /** Reads them; what is no sample is passed over. */
  public static Scrape of(String text) {
    var values = new HashMap<String, Double>();
    var samples = SAMPLE.matcher(text);
    while (samples.find()) {
      try {
        values.put(samples.group(1), Double.valueOf(samples.group(2)));
      } catch (NumberFormatException _) {
        // +Inf, which no figure that is read here has
      }
    }
    return new Scrape(values);
  }

  /** Over all samples of that name; 0 where there is none. */
  public double sum(String name) {
    return sum(name, _ -> true);
  }

  /**
   * Over all samples of that name whose labels are wanted.
   *
   * @param wanted of the labels as written
   */
  public double sum(String name, Predicate<String> wanted) {
    return values.entrySet().stream()
        .filter(one -> isOf(one.getKey(), name) && wanted.test(one.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The largest of that name whose labels are wanted; 0 where there is none. */
  public double largest(String name, Predicate<String> wanted) {
    return values.entrySet().stream()
        .filter(one -> isOf(one.getKey(), name) && wanted.test(one.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /**
   * By how much a counter grew, over all of that name: one that began anew, as a new worker's does,
   * counts from 0; one not seen before does not count.
   */
  public double growth(Scrape before, String name, Predicate<String> wanted) {
    return values.entrySet().stream()
        .filter(one -> isOf(one.getKey(), name) && wanted.test(one.getKey()))
        .filter(one -> before.values.containsKey(one.getKey()))
        .mapToDouble(one -> {
          double old = before.values.get(one.getKey());
          return one.getValue() < old ? one.getValue() : one.getValue() - old;
        })
        .sum();
  }

  /** The same, whatever the labels. */
  public double growth(Scrape before, String name) {
    return growth(before, name, _ -> true);
  }

  private static boolean isOf(String sample, String name) {
    return sample.equals(name) || sample.startsWith(name + "{");
  }
}

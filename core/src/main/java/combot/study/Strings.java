package combot.study;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The participant page's own words, as shipped: one file a language, UTF-8, the English one naming
 * all keys.
 */
final class Strings {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^{}]*}");
  private static final Map<String, String> ENGLISH = load("en").orElseThrow();

  /** Keys that came after the first release: files written before them do not have them. */
  private static final Set<String> LATER = Set.of("nobody-new");

  private Strings() {}

  /** The words of a BCP 47 language, by its first part; empty where it is not shipped. */
  static Optional<Map<String, String>> of(String language) {
    var base = language.split("-", 2)[0];
    return base.equals("en") ? Optional.of(ENGLISH) : load(base);
  }

  static Set<String> keys() {
    return ENGLISH.keySet();
  }

  /** In English, the words that a file in a language which is not shipped may lack. */
  static Map<String, String> later() {
    var later = new TreeMap<>(ENGLISH);
    later.keySet().retainAll(LATER);
    return later;
  }

  /** The variables in braces that a string holds: {@code {name}}. */
  static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(r -> r.group())
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  /** The variables that the page fills in in {@code key}. */
  static Set<String> variablesOf(String key) {
    return variables(ENGLISH.get(key));
  }

  private static Optional<Map<String, String>> load(String language) {
    try (var in = Strings.class.getResourceAsStream("strings_" + language + ".properties")) {
      if (in == null) {
        return Optional.empty();
      }
      var properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      var strings = new TreeMap<String, String>();
      properties
          .stringPropertyNames()
          .forEach(key -> strings.put(key, properties.getProperty(key)));
      return Optional.of(Collections.unmodifiableMap(strings));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the strings of language " + language, e);
    }
  }
}

package combot.study;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a language model is told to write in place of a scripted text.
 *
 * @param instructions with {@link #VARIABLES} and the study's factors in braces
 * @param first the same for the first text of a pool in a conversation; {@code null}: as the others
 */
public record Prompt(String instructions, String first) {

  /**
   * What instructions may hold beside the factors: the meaning of the complaint's class, the
   * participant's last message, what was said so far, the scripted text, the study's language.
   */
  public static final Set<String> VARIABLES =
      Set.of("class", "last_message", "transcript", "scripted", "language");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

  /** What stands in braces in {@code instructions}. */
  static Set<String> variables(String instructions) {
    var found = new TreeSet<String>();
    VARIABLE.matcher(instructions).results().forEach(it -> found.add(it.group(1)));
    return found;
  }

  /** Whether there is a brace in {@code instructions} that belongs to no variable. */
  static boolean holdsLoneBrace(String instructions) {
    return VARIABLE.matcher(instructions).replaceAll("").matches("(?s).*[{}].*");
  }

  /**
   * {@code instructions} with {@code values} in place of the variables, in one pass: braces in a
   * value stay as they are, and so does a variable without a value.
   */
  public static String filled(String instructions, Map<String, String> values) {
    return VARIABLE
        .matcher(instructions)
        .replaceAll(it -> Matcher.quoteReplacement(values.getOrDefault(it.group(1), it.group())));
  }
}

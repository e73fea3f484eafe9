package combot.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows what tells a participant of the design: its jargon, levels as labels, and the name of
 * another cell's brand. A brand is a factor whose levels occur in the bot's names; its names are to
 * be read, in their own cells.
 */
final class Betrayal {
  /** Words that betray something, and why. */
  record Found(String words, String reason) {}

  private record Label(Pattern pattern, String reason) {}

  private record Name(String factor, String level, Pattern pattern) {}

  private static final int CASELESS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  // "in what condition did it arrive?" and "terms and conditions" are a customer's words
  private static final Pattern JARGON =
      Pattern.compile(
          "(?<!\\b(what|which|good|bad|poor|perfect|new|used|mint|same|working|terms and|its) )\\bconditions?\\b(?! of\\b)"
              + "|\\btreatment (group|arm|level|condition)\\b|\\b(the|this|your|a) treatment\\b(?! (of|by|from|you)\\b)|^\\W*treatment\\W*$|\\btreatment (?-i:[A-HJ-Z]|\\d+)\\b"
              + "|\\b(control|experimental) (group|arm)\\b|\\bplacebo\\b|\\bmanipulation check\\b"
              + "|\\b(Versuchs|Experimental|Kontroll)(bedingung|gruppe)(en)?\\b|\\bBedingung [\\p{L}\\d]\\b",
          CASELESS);

  private final List<Label> labels = new ArrayList<>();
  private final List<Name> names = new ArrayList<>();

  Betrayal(Study study) {
    labels.add(new Label(JARGON, "the jargon of experiments: say it otherwise"));
    for (var factor : study.factors()) {
      boolean brand =
          study.appearance().variants().stream()
              .anyMatch(v -> mentionsOne(v.value().name(), factor.levels()));
      for (var level : factor.levels()) {
        label(factor.name(), level, brand);
        if (brand && level.length() > 1) {
          names.add(new Name(factor.name(), level, word(level)));
        }
      }
    }
    study.classes().keySet().forEach(name -> label(When.CLASS, name, false));
  }

  /**
   * Labels such as {@code think=High}, {@code [High]}, {@code High think}. "I feel low" is what
   * people say, so a factor before its level counts only where the level is written as in the file,
   * with a capital. Names of one character are left alone where they could be an article or a
   * number of a list; names of brands are words to be read.
   */
  private void label(String factor, String level, boolean brand) {
    var f = Pattern.quote(factor);
    var l = Pattern.quote(level);
    var forms = new ArrayList<String>();
    forms.add("\\b" + f + "\\s*[=:]\\s*" + l + "\\b");
    if (!brand) {
      var exactly = !level.equals(level.toLowerCase(Locale.ROOT)) || factor.equals(When.CLASS);
      forms.add("\\b" + f + (exactly ? "[\\s_-]+(?-i:" + l + ")\\b" : "[_-]" + l + "\\b"));
      if (level.length() > 1) {
        forms.add("[\\[(<]\\s*" + l + "\\s*[\\])>]|^\\W*" + l + "\\W*$");
        forms.add("\\b" + l + "[\\s_-]+" + f + "\\b");
      }
    }
    var pattern = Pattern.compile(String.join("|", forms), CASELESS);
    labels.add(new Label(pattern, "this is the label of a level of " + factor));
  }

  private static boolean mentionsOne(String text, List<String> levels) {
    return levels.stream().anyMatch(l -> l.length() > 1 && word(l).matcher(text).find());
  }

  private static Pattern word(String word) {
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])");
  }

  /**
   * The first words of {@code text} that betray something where it shows.
   *
   * @param cells where the text shows
   */
  Optional<Found> find(String text, Collection<Condition> cells) {
    for (var label : labels) {
      var matcher = label.pattern().matcher(text);
      if (matcher.find()) {
        return Optional.of(new Found(matcher.group(), label.reason()));
      }
    }
    for (var name : names) {
      var strange =
          cells.stream().filter(c -> !name.level().equals(c.level(name.factor()))).findFirst();
      if (strange.isPresent() && name.pattern().matcher(text).find()) {
        return Optional.of(new Found(name.level(), "it shows in " + strange.get() + " too"));
      }
    }
    return Optional.empty();
  }
}

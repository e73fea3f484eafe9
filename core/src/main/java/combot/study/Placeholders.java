package combot.study;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Knows what unfinished texts look like. */
final class Placeholders {
  private static final List<Pattern> ALL =
      List.of(
          Pattern.compile("\\b(TODO|FIXME|TBD|XXX+)\\b"),
          Pattern.compile("\\bx{3,}\\b|\\?{4,}"),
          Pattern.compile("(?i)\\blorem ipsum\\b|\\bdolor sit amet\\b"),
          Pattern.compile(
              "(?i)\\b(asdf\\w*|qwerty|qwertz|foo ?bar|test test|placeholder|blah blah|bla bla)\\b"),
          Pattern.compile("(?i)^\\W*(test|text|dummy|todo|tbd|undefined|null|none|n/a)\\W*$"),
          Pattern.compile("^[^\\p{L}\\p{N}\\p{So}]*$"),
          Pattern.compile("\\bundefined\\b(?= *[}>\\])]| *$)|\\[object Object]"),
          Pattern.compile("\\$?\\{[^{}]*}"),
          Pattern.compile("<<.*?>>|%[sd]\\b"),
          Pattern.compile(
              "(?i)\\[(your|insert|name|brand|bot|participant|todo|tbd|text)\\b[^\\]]*]"),
          Pattern.compile("</?[a-zA-Z][^<>]*>"));

  private Placeholders() {}

  /**
   * The first part of {@code text} that looks like a placeholder, debug output or markup. Texts
   * know no variables.
   */
  static Optional<String> find(String text) {
    return ALL.stream()
        .map(pattern -> pattern.matcher(text).results().findFirst().map(MatchResult::group))
        .flatMap(Optional::stream)
        .findFirst();
  }
}

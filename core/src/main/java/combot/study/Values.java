package combot.study;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Typed access to YAML values. Each method returns the value, or empty after it reported why there
 * is none; {@code what} names the value in the report.
 */
record Values(Problems problems) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  /** A text that shows something. */
  Optional<String> text(Node node, String what) {
    if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
      var hint =
          node instanceof ScalarNode s && !s.getTag().equals(Tag.NULL)
              ? "put it in quotes: \"" + s.getValue() + "\""
              : "";
      return wrong(node, what, "text", hint);
    }
    var text = scalar.getValue();
    if (text.codePoints().allMatch(Values::isBlank)) {
      return refuse(node, what + " is blank", "write something, or take it out");
    }
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      return refuse(
          node,
          what + " holds half a character (an unpaired surrogate)",
          "write the character itself");
    }
    return Optional.of(text);
  }

  /** A text of one of the forms that {@code pattern} takes; {@code hint} says which. */
  Optional<String> text(Node node, String what, Pattern pattern, String hint) {
    var text = text(node, what);
    return text.isEmpty() || pattern.matcher(text.get()).matches()
        ? text
        : refuse(node, what + " '" + text.get() + "' is malformed", hint);
  }

  /** One of the names of an enum, written in kebab-case. */
  <E extends Enum<E>> Optional<E> choice(Node node, String what, E[] all) {
    var names =
        Stream.of(all).map(e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    return text(node, what)
        .flatMap(name ->
            names.contains(name)
                ? Optional.of(all[names.indexOf(name)])
                : refuse(node, what + " '" + name + "' is unknown", Nearest.hint(name, names)));
  }

  Optional<Integer> integer(Node node, String what, int least, int most) {
    return whole(node, what)
        .flatMap(n ->
            n < least || n > most
                ? refuse(node, what + " must be from " + least + " to " + most + ", was " + n, "")
                : Optional.of(n.intValue()));
  }

  Optional<Long> whole(Node node, String what) {
    if (node instanceof ScalarNode s && s.getTag().equals(Tag.INT)) {
      try {
        return Optional.of(Long.parseLong(s.getValue()));
      } catch (NumberFormatException _) {
        return refuse(
            node, what + " must be a whole number of at most 18 digits, was " + s.getValue(), "");
      }
    }
    return wrong(node, what, "a whole number", "");
  }

  /** A probability. */
  Optional<Double> share(Node node, String what) {
    return number(node, what, 1);
  }

  /** A number from 0 to {@code most}. */
  Optional<Double> number(Node node, String what, int most) {
    if (node instanceof ScalarNode s
        && (s.getTag().equals(Tag.INT) || s.getTag().equals(Tag.FLOAT))) {
      try {
        double number = Double.parseDouble(s.getValue());
        if (number >= 0 && number <= most) {
          return Optional.of(number);
        }
      } catch (NumberFormatException _) {
        // .inf and .nan are numbers to YAML; they are outside of the range all the same
      }
      return refuse(node, what + " must be from 0 to " + most + ", was " + s.getValue(), "");
    }
    return wrong(node, what, "a number from 0 to " + most, "");
  }

  Optional<Boolean> truth(Node node, String what) {
    return node instanceof ScalarNode s && s.getTag().equals(Tag.BOOL)
        ? Optional.of(Boolean.valueOf(s.getValue()))
        : wrong(node, what, "true or false", "");
  }

  Optional<Duration> duration(Node node, String what, Duration most) {
    var hint = "write a whole number and ms, s, m or h, such as 400ms";
    if (!(node instanceof ScalarNode s) || s.getTag().equals(Tag.NULL)) {
      return wrong(node, what, "a duration", hint);
    }
    var parts = DURATION.matcher(s.getValue());
    if (!s.getTag().equals(Tag.STR) || !parts.matches()) {
      return refuse(node, what + " must be a duration, was " + quoted(s.getValue()), hint);
    }
    long number = Long.parseLong(parts.group(1));
    var duration =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    return duration.compareTo(most) > 0
        ? refuse(
            node,
            what + " must be at most " + most.toSeconds() + "s, was " + s.getValue(),
            "look at the unit")
        : Optional.of(duration);
  }

  Optional<List<Node>> sequence(Node node, String what) {
    return node instanceof SequenceNode s
        ? Optional.of(s.getValue())
        : wrong(node, what, "a list", "");
  }

  Fields mapping(Node node, String what) {
    if (node instanceof MappingNode m) {
      return new Fields(m, what, problems);
    }
    wrong(node, what, "a mapping of keys to values", "");
    return new Fields(null, what, problems);
  }

  <T> Optional<T> refuse(Node node, String message, String hint) {
    problems.add(node, message, hint);
    return Optional.empty();
  }

  private <T> Optional<T> wrong(Node node, String what, String wanted, String hint) {
    return refuse(node, what + " must be " + wanted + ", was " + kind(node), hint);
  }

  private static String kind(Node node) {
    return switch (node) {
      case SequenceNode _ -> "a list";
      case MappingNode _ -> "a mapping";
      case ScalarNode s when s.getTag().equals(Tag.NULL) -> "empty";
      case ScalarNode s when s.getTag().equals(Tag.STR) -> quoted(s.getValue());
      case ScalarNode s when s.getTag().equals(Tag.INT) || s.getTag().equals(Tag.FLOAT) ->
          "the number " + s.getValue();
      case ScalarNode s when s.getTag().equals(Tag.BOOL) -> "the truth value " + s.getValue();
      default -> "tagged " + node.getTag();
    };
  }

  /** For reports: {@code 2.5s}. */
  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
  }

  static String quoted(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return "'" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "'";
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.CONTROL;
  }
}

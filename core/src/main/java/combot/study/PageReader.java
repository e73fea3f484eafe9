package combot.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what belongs to the page and not to the conversation: panel, consent, limits, strings. */
record PageReader(Values values) {
  static final Study.Limits LIMITS = new Study.Limits(8_000, Duration.ofHours(2));

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final Duration LONGEST_IDLE = Duration.ofHours(24 * 30);
  private static final int LONGEST_MESSAGE = 100_000;

  Study.Panel panel(Node node) {
    var fields = values.mapping(node, "panel");
    var all = new LinkedHashSet<String>();
    var id = fields.optional("id").flatMap(n -> parameter(n, "panel.id"));
    id.ifPresent(all::add);
    var list = fields.optional("parameters").flatMap(n -> values.sequence(n, "panel.parameters"));
    list.orElse(List.of()).forEach(n -> parameter(n, "a panel parameter").ifPresent(all::add));
    fields.end();
    return new Study.Panel(id.orElse(null), new ArrayList<>(all));
  }

  private Optional<String> parameter(Node node, String what) {
    return values
        .text(node, what, PARAMETER, "use a letter, then letters, digits, _ . -")
        .flatMap(name ->
            Step.LINK_VARIABLES.contains(name)
                ? values.refuse(
                    node, what + " '" + name + "' is taken", "it is a variable of link templates")
                : Optional.of(name));
  }

  Optional<Study.Consent> consent(Node node) {
    var fields = values.mapping(node, "consent");
    var parts =
        List.of("title", "text", "agree", "decline", "declined").stream()
            .map(key -> fields.needed(key).flatMap(n -> values.text(n, "consent." + key)))
            .toList();
    fields.end();
    return parts.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            new Study.Consent(
                parts.get(0).get(),
                parts.get(1).get(),
                parts.get(2).get(),
                parts.get(3).get(),
                parts.get(4).get()))
        : Optional.empty();
  }

  Study.Limits limits(Node node) {
    var fields = values.mapping(node, "limits");
    var message =
        fields.optional("message").flatMap(n -> values.integer(n, "message", 1, LONGEST_MESSAGE));
    var idle = fields.optional("idle").flatMap(n -> values.duration(n, "idle", LONGEST_IDLE));
    if (idle.isPresent() && idle.get().isZero()) {
      values.refuse(
          fields.optional("idle").orElseThrow(),
          "idle must be longer than 0",
          "leave it out for " + LIMITS.idle().toHours() + "h");
    }
    fields.end();
    return new Study.Limits(message.orElse(LIMITS.message()), idle.orElse(LIMITS.idle()));
  }

  /** The language's strings with the study's changes. */
  Map<String, String> strings(
      Optional<Node> node, Optional<Node> languageNode, Optional<String> language) {
    var shipped = language.flatMap(Strings::of);
    var strings = new HashMap<>(shipped.orElse(Map.of()));
    for (var entry : node.map(n -> values.mapping(n, "strings").entries()).orElse(List.of())) {
      if (!Strings.keys().contains(entry.key())) {
        values.refuse(
            entry.keyNode(),
            "string '" + entry.key() + "' is unknown",
            Nearest.hint(entry.key(), Strings.keys()));
        continue;
      }
      values
          .text(entry.value(), "string '" + entry.key() + "'")
          .ifPresent(text -> strings.put(entry.key(), text));
      var unknown = new TreeSet<>(Strings.variables(strings.getOrDefault(entry.key(), "")));
      unknown.removeAll(Strings.variablesOf(entry.key()));
      if (!unknown.isEmpty()) {
        var known = Strings.variablesOf(entry.key());
        values.refuse(
            entry.value(),
            "string '" + entry.key() + "' knows no variable " + unknown.first(),
            known.isEmpty() ? "it has none" : "known are " + String.join(", ", known));
      }
    }
    if (language.isPresent() && shipped.isEmpty()) {
      Strings.later().forEach(strings::putIfAbsent);
      var missing = new TreeSet<>(Strings.keys());
      missing.removeAll(strings.keySet());
      if (!missing.isEmpty()) {
        values.refuse(
            languageNode.orElseThrow(),
            "language '"
                + language.get()
                + "' is not shipped, and strings lack "
                + String.join(", ", missing),
            "shipped are en and de; write the others under strings");
      }
    }
    return strings;
  }
}

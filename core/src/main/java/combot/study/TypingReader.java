package combot.study;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads how long the bot seems to write: by the length of a text, or drawn. */
record TypingReader(Values values) {
  static final Typing.ByLength DEFAULT =
      new Typing.ByLength(Duration.ofMillis(400), Duration.ofMillis(12), Duration.ofSeconds(3));

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int WIDEST_SPREAD = 2;

  Typing read(Node node) {
    var fields = values.mapping(node, "typing");
    var drawn = Stream.of("median", "spread").anyMatch(key -> fields.optional(key).isPresent());
    var typing = drawn ? drawn(fields) : byLength(fields);
    fields.end();
    return typing;
  }

  private Typing byLength(Fields fields) {
    return new Typing.ByLength(
        duration(fields.optional("base"), "base", LONGEST).orElse(DEFAULT.base()),
        duration(fields.optional("per-character"), "per-character", Duration.ofSeconds(1))
            .orElse(DEFAULT.perCharacter()),
        duration(fields.optional("longest"), "longest", LONGEST).orElse(DEFAULT.longest()));
  }

  private Typing drawn(Fields fields) {
    for (var key : new String[] {"base", "per-character"}) {
      fields
          .optional(key)
          .ifPresent(n ->
              values.refuse(
                  n,
                  "typing is drawn (median, spread) or by length (base, per-character), not both",
                  "take " + key + " out, or median and spread"));
    }
    var median = duration(fields.needed("median"), "median", LONGEST);
    var spread = fields.needed("spread").flatMap(n -> values.number(n, "spread", WIDEST_SPREAD));
    var longestNode = fields.needed("longest");
    var longest = duration(longestNode, "longest", LONGEST);
    if (median.isPresent() && longest.isPresent() && longest.get().compareTo(median.get()) < 0) {
      values.refuse(
          longestNode.orElseThrow(),
          "longest must be at least median",
          "every delay would be the longest one");
    }
    return new Typing.Drawn(
        median.orElse(Duration.ZERO), spread.orElse(0.0), longest.orElse(Duration.ZERO));
  }

  private Optional<Duration> duration(Optional<Node> node, String key, Duration most) {
    return node.flatMap(n -> values.duration(n, key, most));
  }
}

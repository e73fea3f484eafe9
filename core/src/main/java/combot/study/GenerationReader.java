package combot.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads which language models may write replies, and how they are asked. */
record GenerationReader(Values values) {
  private static final double TEMPERATURE = 0.7;
  private static final int HIGHEST_TEMPERATURE = 2;
  private static final int TOKENS = 200;
  private static final int MOST_TOKENS = 4_000;
  private static final int MOST_MONEY = 1_000_000;
  private static final Duration DEADLINE = Duration.ofSeconds(8);
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(15);

  Optional<LanguageModel> model(Fields fields) {
    var provider =
        fields
            .needed("provider")
            .flatMap(n -> values.choice(n, "provider", LanguageModel.Provider.values()));
    var name = fields.needed("name").flatMap(n -> values.text(n, "name"));
    var temperature =
        fields
            .optional("temperature")
            .flatMap(n -> values.number(n, "temperature", HIGHEST_TEMPERATURE));
    var tokens =
        fields.optional("max-tokens").flatMap(n -> values.integer(n, "max-tokens", 1, MOST_TOKENS));
    var seed = fields.optional("seed").flatMap(n -> values.whole(n, "seed"));
    var prices = fields.optional("prices").map(this::prices);
    return provider.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LanguageModel(
                provider.get(),
                name.get(),
                temperature.orElse(TEMPERATURE),
                tokens.orElse(TOKENS),
                seed.map(OptionalLong::of).orElse(OptionalLong.empty()),
                prices.orElse(LanguageModel.Prices.NONE)));
  }

  private LanguageModel.Prices prices(Node node) {
    var fields = values.mapping(node, "prices");
    var input = fields.needed("input").flatMap(n -> values.number(n, "prices.input", MOST_MONEY));
    var output =
        fields.needed("output").flatMap(n -> values.number(n, "prices.output", MOST_MONEY));
    fields.end();
    return new LanguageModel.Prices(input.orElse(0.0), output.orElse(0.0));
  }

  /** How {@code model} is asked. */
  Generation generation(Optional<Node> node, Choice<LanguageModel> model) {
    var fields = node.map(n -> values.mapping(n, "generation"));
    var read = fields.map(f -> generation(f, model)).orElse(defaults(model));
    fields.ifPresent(Fields::end);
    return read;
  }

  private static Generation defaults(Choice<LanguageModel> model) {
    return new Generation(model, DEADLINE, Generation.Caps.NONE, Generation.AtCap.SCRIPTED, false);
  }

  private Generation generation(Fields fields, Choice<LanguageModel> model) {
    var defaults = defaults(model);
    var atCap =
        fields
            .optional("at-cap")
            .flatMap(n -> values.choice(n, "at-cap", Generation.AtCap.values()));
    var streaming = fields.optional("streaming").flatMap(n -> values.truth(n, "streaming"));
    return new Generation(
        model,
        fields.optional("deadline").flatMap(this::deadline).orElse(DEADLINE),
        fields.optional("caps").map(this::caps).orElse(defaults.caps()),
        atCap.orElse(defaults.atCap()),
        streaming.orElse(defaults.streaming()));
  }

  private Optional<Duration> deadline(Node node) {
    var deadline = values.duration(node, "deadline", LONGEST_DEADLINE);
    return deadline.filter(d -> d.compareTo(SHORTEST_DEADLINE) < 0).isPresent()
        ? values.refuse(
            node,
            "deadline must be at least " + SHORTEST_DEADLINE.toSeconds() + "s",
            "a model needs that long to answer")
        : deadline;
  }

  private Generation.Caps caps(Node node) {
    var fields = values.mapping(node, "caps");
    var caps =
        new Generation.Caps(cap(fields, "conversation"), cap(fields, "study"), cap(fields, "day"));
    fields.end();
    return caps;
  }

  private OptionalDouble cap(Fields fields, String key) {
    var node = fields.optional(key);
    var cap = node.flatMap(n -> values.number(n, "caps." + key, MOST_MONEY));
    if (cap.isPresent() && cap.get() == 0) {
      values.refuse(
          node.orElseThrow(),
          "caps." + key + " must be more than 0",
          "take the model out to spend nothing");
    }
    return cap.isPresent() ? OptionalDouble.of(cap.get()) : OptionalDouble.empty();
  }
}

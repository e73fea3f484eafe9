package combot.conversation;

import combot.study.Assignment;
import combot.study.Choice;
import combot.study.Factor;
import combot.study.Generation;
import combot.study.LanguageModel;
import combot.study.Prompt;
import combot.study.Step;
import combot.study.Study;
import combot.study.Typing;
import combot.study.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Valid studies of every shape: no to three factors, cells left out, texts and pools by level and
 * class, probes before and after the classification that share pools, openings, each kind of
 * contact. Every text differs from every other. Some have a model, and prompts for any of their
 * texts and pools, also where the check of a study allows none.
 */
final class GeneratedStudies {
  /** What a prompt of such a study ends with. */
  static final String TEMPLATE =
      "\nlast: {last_message}\nclass: {class}\nscripted: {scripted}\nlanguage: {language}\ntranscript:\n{transcript}";

  private static final List<String> CLASSES = List.of("A", "B", "C", "Other");

  private final Random random;
  private final List<Factor> factors;
  private final SequencedMap<String, String> classes = new LinkedHashMap<>();
  private final Map<String, Choice<String>> texts = new HashMap<>();
  private final Map<String, Choice<List<String>>> pools = new HashMap<>();
  private final List<Step> flow = new ArrayList<>();
  private int written;

  private GeneratedStudies(Random random) {
    this.random = random;
    this.factors =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> new Factor("factor" + i, levels(1 + random.nextInt(3))))
            .toList();
    CLASSES.subList(0, random.nextInt(5)).forEach(c -> classes.put(c, "Class " + c));
  }

  static Arbitrary<Study> any() {
    return Arbitraries.randomValue(random -> new GeneratedStudies(random).study(false));
  }

  /** Each factor decides about some text that everybody hears. */
  static Arbitrary<Study> thatShowEveryFactor() {
    return Arbitraries.randomValue(random -> new GeneratedStudies(random).study(true));
  }

  private Study study(boolean shown) {
    var first = shown ? factors.subList(0, factors.size() / 2) : some(factors);
    var last = shown ? factors.subList(factors.size() / 2, factors.size()) : some(factors);
    maybe(() -> flow.add(new Step.Say(text("greeting", some(factors), false))));
    flow.add(new Step.Ask(text("ask", first, false)));
    maybe(() -> probes(false));
    boolean classified = !classes.isEmpty() && random.nextInt(4) > 0;
    if (classified) {
      maybe(() -> flow.add(new Step.Say(text("thinking", some(factors), false))));
      flow.add(new Step.Classify(random.nextDouble(), pick(classes()), List.of("refund"), 0.9));
    }
    probes(classified);
    maybe(() -> flow.add(new Step.Ask(text("more", some(factors), classified))));
    maybe(() -> flow.add(contact(classified)));
    maybe(() -> flow.add(new Step.Say(text("reached", some(factors), classified))));
    maybe(() -> flow.add(new Step.Ask(text("afterwards", some(factors), classified))));
    flow.add(new Step.Finish(text("bye", last, classified), null, null));
    flow.stream()
        .filter(Step.Probe.class::isInstance)
        .forEach(p -> fill((Step.Probe) p, classified));
    var assignment =
        new Assignment(
            Assignment.Method.BLOCKS, 1, random.nextLong(), List.of(), OptionalInt.empty());
    return new Study(
        "generated",
        "0".repeat(64),
        "Generated",
        "en",
        factors,
        excluded(),
        assignment,
        new Study.Panel(null, List.of()),
        null,
        Map.of(),
        new Choice<>(List.of()),
        classes,
        texts,
        pools,
        prompts(classified),
        generation(),
        flow,
        new Typing.ByLength(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        new Study.Limits(8_000, Duration.ofHours(2)));
  }

  private Map<String, Choice<Prompt>> prompts(boolean classified) {
    var names = Stream.concat(texts.keySet().stream(), pools.keySet().stream()).sorted().toList();
    return some(names).stream().collect(Collectors.toMap(name -> name, _ -> prompt(classified)));
  }

  private Choice<Prompt> prompt(boolean classified) {
    var whens = whens(some(factors), classified);
    return choice(
        random.nextBoolean() ? whens : whens.subList(0, 1),
        _ -> new Prompt(words() + TEMPLATE, random.nextBoolean() ? words() + TEMPLATE : null));
  }

  private Optional<Generation> generation() {
    var model =
        new LanguageModel(
            LanguageModel.Provider.OPENAI,
            "model",
            0,
            100,
            OptionalLong.empty(),
            new LanguageModel.Prices(0, 0));
    return random.nextInt(5) == 0
        ? Optional.empty()
        : Optional.of(
            new Generation(
                choice(whens(some(factors), false), _ -> model),
                Duration.ofSeconds(8),
                Generation.Caps.NONE,
                Generation.AtCap.SCRIPTED,
                false));
  }

  private void probes(boolean classified) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      var pool = pick(List.of("pool1", "pool2"));
      var opening =
          random.nextInt(3) > 0 ? null : text("opening" + written, some(factors), classified);
      flow.add(new Step.Probe(pool, 1 + random.nextInt(4), opening, random.nextInt(5) / 4.0));
      maybe(() -> flow.add(new Step.Say(text("aside" + written, some(factors), classified))));
    }
  }

  private Step.Contact contact(boolean classified) {
    return switch (pick(List.of(Step.Kind.values()))) {
      case NONE -> new Step.Contact(Step.Kind.NONE, null, null);
      case Step.Kind kind ->
          new Step.Contact(
              kind,
              text("contact", some(factors), classified),
              text("invalid", some(factors), classified));
    };
  }

  private void fill(Step.Probe probe, boolean classified) {
    int asked =
        flow.stream()
            .mapToInt(
                s -> s instanceof Step.Probe p && p.pool().equals(probe.pool()) ? p.times() : 0)
            .sum();
    var whens = whens(some(factors), classified);
    pools.computeIfAbsent(
        probe.pool(),
        _ -> {
          var size = asked + random.nextInt(3);
          return choice(whens, _ -> Stream.generate(this::words).limit(size).toList());
        });
  }

  private String text(String name, List<Factor> by, boolean classified) {
    texts.computeIfAbsent(name, _ -> choice(whens(by, classified), _ -> words()));
    return name;
  }

  private <T> Choice<T> choice(List<When> whens, java.util.function.Function<When, T> value) {
    return new Choice<>(whens.stream().map(w -> new Choice.Variant<>(w, value.apply(w))).toList());
  }

  /** Every combination of levels; after a classification sometimes by class too. */
  private List<When> whens(List<Factor> by, boolean classified) {
    var crossed = List.of(new When(Map.of(), null));
    for (var factor : by) {
      crossed =
          crossed.stream()
              .flatMap(w -> factor.levels().stream().map(l -> with(w, factor.name(), l)))
              .toList();
    }
    var all = new ArrayList<>(crossed);
    if (classified && random.nextBoolean()) {
      for (var when : crossed) {
        classes().forEach(c -> all.add(new When(when.levels(), c)));
      }
    }
    return all;
  }

  private static When with(When when, String factor, String level) {
    var levels = new HashMap<>(when.levels());
    levels.put(factor, level);
    return new When(levels, null);
  }

  private List<Map<String, String>> excluded() {
    int cells = factors.stream().mapToInt(f -> f.levels().size()).reduce(1, Math::multiplyExact);
    if (cells < 2 || random.nextBoolean()) {
      return List.of();
    }
    var cell = new HashMap<String, String>();
    factors.forEach(f -> cell.put(f.name(), pick(f.levels())));
    return List.of(cell);
  }

  private String words() {
    return "Text %d, and what was it like?".formatted(++written);
  }

  private List<String> levels(int many) {
    return IntStream.range(0, many).mapToObj(i -> "level" + i).toList();
  }

  private List<String> classes() {
    return List.copyOf(classes.sequencedKeySet());
  }

  private <T> List<T> some(List<T> from) {
    return from.stream().filter(_ -> random.nextBoolean()).toList();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void maybe(Runnable step) {
    if (random.nextBoolean()) {
      step.run();
    }
  }
}

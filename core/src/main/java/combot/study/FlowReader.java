package combot.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the steps of the flow, each a mapping of one key, its kind. */
record FlowReader(
    Values values,
    Collection<String> texts,
    Collection<String> pools,
    Collection<String> classes,
    Study.Panel panel,
    Set<String> broken) {
  private static final List<String> KINDS =
      List.of("say", "ask", "classify", "probe", "contact", "finish");
  private static final int MOST_TIMES = 100;

  /**
   * A step and where it stands.
   *
   * @param step empty where too little of it could be read
   */
  record Placed(String kind, Optional<Step> step, Node node) {}

  List<Placed> flow(Node node) {
    var nodes = values.sequence(node, "flow");
    if (nodes.isEmpty()) {
      broken.add("flow");
    } else if (nodes.get().isEmpty()) {
      values.refuse(node, "flow is empty", "the least is an ask and a finish");
      broken.add("flow");
    }
    var steps = new ArrayList<Placed>();
    for (var item : nodes.orElse(List.of())) {
      var fields = values.mapping(item, "a step");
      if (fields.exists() && fields.entries().size() != 1) {
        values.refuse(
            item,
            "a step has one key, its kind; this one has " + fields.entries().size(),
            "kinds are " + String.join(", ", KINDS));
      }
      if (fields.entries().size() != 1) {
        broken.add("flow");
        continue;
      }
      var entry = fields.entries().getFirst();
      var kind =
          KINDS.contains(entry.key()) ? Optional.of(entry.key()) : Nearest.find(entry.key(), KINDS);
      if (!KINDS.contains(entry.key())) {
        values.refuse(
            entry.keyNode(),
            "step '" + entry.key() + "' is unknown",
            Nearest.hint(entry.key(), KINDS));
      }
      // a misspelt step is read as what it was meant to be, so that its own faults are told too
      kind.ifPresentOrElse(
          k -> steps.add(new Placed(k, step(k, entry.value()), entry.keyNode())),
          () -> broken.add("flow"));
    }
    return steps;
  }

  private Optional<Step> step(String kind, Node value) {
    return switch (kind) {
      case "say" -> text(value).map(Step.Say::new);
      case "ask" -> text(value).map(Step.Ask::new);
      case "classify" -> classify(values.mapping(value, "classify"));
      case "probe" -> probe(values.mapping(value, "probe"));
      case "contact" -> contact(values.mapping(value, "contact"));
      default -> finish(values.mapping(value, "finish"));
    };
  }

  private Optional<Step> classify(Fields fields) {
    if (classes.isEmpty() && !broken.contains("classes") && fields.exists()) {
      values.refuse(fields.node(), "classify without classes", "list them under the key classes");
      broken.add("classes");
    }
    var threshold = fields.needed("threshold").flatMap(n -> values.share(n, "threshold"));
    var otherwise =
        fields.needed("otherwise").flatMap(n -> reference(n, "class", classes, "classes"));
    var words = new LinkedHashSet<String>();
    var cautious =
        fields
            .optional("cautious")
            .map(n -> cautious(values.mapping(n, "cautious"), words))
            .orElse(threshold);
    fields.end();
    return Optional.of(
        new Step.Classify(
            threshold.orElse(0.0), otherwise.orElse(""), List.copyOf(words), cautious.orElse(0.0)));
  }

  private Optional<Double> cautious(Fields fields, Set<String> words) {
    fields
        .needed("words")
        .flatMap(n -> values.sequence(n, "cautious.words"))
        .orElse(List.of())
        .forEach(n ->
            values
                .text(n, "a cautious word")
                .ifPresent(w -> words.add(w.strip().toLowerCase(Locale.ROOT))));
    var threshold = fields.needed("threshold").flatMap(n -> values.share(n, "cautious.threshold"));
    fields.end();
    return threshold;
  }

  private Optional<Step> probe(Fields fields) {
    var pool = fields.needed("pool").flatMap(n -> reference(n, "pool", pools, "pools"));
    var times = fields.needed("times").flatMap(n -> values.integer(n, "times", 1, MOST_TIMES));
    var opening = fields.optional("opening").map(n -> values.mapping(n, "opening"));
    var text = opening.flatMap(o -> o.needed("text")).flatMap(this::text);
    var share = opening.flatMap(o -> o.needed("share")).flatMap(n -> values.share(n, "share"));
    opening.ifPresent(Fields::end);
    fields.end();
    return pool.isEmpty() || times.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step.Probe(pool.get(), times.get(), text.orElse(null), share.orElse(0.0)));
  }

  private Optional<Step> contact(Fields fields) {
    var kind = fields.needed("kind").flatMap(n -> values.choice(n, "kind", Step.Kind.values()));
    boolean none = kind.equals(Optional.of(Step.Kind.NONE));
    var ask = (none ? fields.optional("ask") : fields.needed("ask")).flatMap(this::text);
    var invalid =
        (none ? fields.optional("invalid") : fields.needed("invalid")).flatMap(this::text);
    fields.end();
    return kind.map(k -> new Step.Contact(k, ask.orElse(null), invalid.orElse(null)));
  }

  private Optional<Step> finish(Fields fields) {
    var say = fields.needed("say").flatMap(this::text);
    var linkNode = fields.optional("link");
    var labelNode = fields.optional("label");
    var link = linkNode.flatMap(n -> values.text(n, "link"));
    link.ifPresent(l -> LinkTemplate.judge(linkNode.orElseThrow(), l, panel, values));
    var label = labelNode.flatMap(this::text);
    if (linkNode.isPresent() != labelNode.isPresent()) {
      var there = linkNode.or(() -> labelNode).orElseThrow();
      values.refuse(
          there,
          "link and label go together",
          "add " + (linkNode.isPresent() ? "label, the name of a text" : "link"));
    }
    fields.end();
    return say.map(s -> new Step.Finish(s, link.orElse(null), label.orElse(null)));
  }

  private Optional<String> text(Node node) {
    return reference(node, "text", texts, "texts");
  }

  private Optional<String> reference(
      Node node, String what, Collection<String> known, String section) {
    return values
        .text(node, "the name of a " + what)
        .flatMap(name ->
            known.contains(name) || broken.contains(section)
                ? Optional.of(name)
                : values.refuse(
                    node, what + " '" + name + "' is not defined", Nearest.hint(name, known)));
  }
}

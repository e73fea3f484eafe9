package combot.study;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the file as a whole. Every part is read, and every rule is judged that rests on parts which
 * could be read; what could not be read whole is remembered as broken, so that one mistake is told
 * once and not through what follows from it.
 */
final class StudyReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
  private static final int MOST_CLASSES = 20;

  private final Values values;
  private final Problems problems;
  private final Fields fields;
  private final Set<String> broken = new HashSet<>();

  private StudyReader(Fields fields, Problems problems) {
    this.values = new Values(problems);
    this.problems = problems;
    this.fields = fields;
  }

  /**
   * The study; not to be used if {@code problems} got anything. Empty where the file is no mapping.
   */
  static Optional<Study> read(Node root, String version, Problems problems) {
    return read(root, version, problems, true);
  }

  /** As {@link #read}, without the rules that go beyond each part by itself. */
  static Optional<Study> readStored(Node root, String version, Problems problems) {
    return read(root, version, problems, false);
  }

  private static Optional<Study> read(
      Node root, String version, Problems problems, boolean judged) {
    if (!(root instanceof MappingNode mapping)) {
      problems.add(
          root, "a study file must be a mapping of keys to values", "begin with 'study: its-id'");
      return Optional.empty();
    }
    return Optional.of(
        new StudyReader(new Fields(mapping, "", problems), problems)
            .study(new Places(root), version, judged));
  }

  private Study study(Places places, String version, boolean judged) {
    var page = new PageReader(values);
    var id =
        fields
            .needed("study")
            .flatMap(n -> values.text(n, "study", ID, "use lower case letters, digits, hyphens"));
    var title = fields.needed("title").flatMap(n -> values.text(n, "title"));
    var languageNode = fields.needed("language");
    var language =
        languageNode.flatMap(
            n -> values.text(n, "language", LANGUAGE, "write a tag such as en or de"));
    var design = new DesignReader(values, broken);
    var factors =
        fields
            .needed("factors")
            .map(design::factors)
            .orElseGet(() -> missing("factors", List.of()));
    var classes = fields.optional("classes").map(this::classes).orElseGet(LinkedHashMap::new);
    var whens = new WhenReader(values, factors, classes.sequencedKeySet(), broken);
    var excluded = fields.optional("exclude").map(n -> design.excluded(n, whens)).orElse(List.of());
    var assignment =
        fields
            .needed("assignment")
            .map(n -> design.assignment(n, whens))
            .orElseGet(() -> missing("assignment", DesignReader.NONE));
    var panel = fields.optional("panel").map(page::panel).orElse(new Study.Panel(null, List.of()));
    var consent = fields.needed("consent").flatMap(page::consent);
    var choices = new ChoiceReader(values, whens, broken);
    var appearance =
        fields
            .needed("appearance")
            .map(choices::appearance)
            .orElseGet(() -> missing("appearance", new Choice<>(List.of())));
    var texts =
        fields
            .needed("texts")
            .map(choices::texts)
            .orElseGet(() -> missing("texts", new LinkedHashMap<>()));
    var pools = fields.optional("pools").map(choices::pools).orElseGet(LinkedHashMap::new);
    var reader =
        new FlowReader(values, texts.keySet(), pools.keySet(), classes.keySet(), panel, broken);
    var flow = fields.needed("flow").map(reader::flow).orElseGet(() -> missing("flow", List.of()));
    var prompts = fields.optional("prompts").map(choices::prompts).orElseGet(LinkedHashMap::new);
    var generation = generation(choices);
    var typing =
        fields.optional("typing").map(new TypingReader(values)::read).orElse(TypingReader.DEFAULT);
    var limits = fields.optional("limits").map(page::limits).orElse(PageReader.LIMITS);
    var strings = page.strings(fields.optional("strings"), languageNode, language);
    fields.end();
    var study =
        new Study(
            id.orElse(""),
            version,
            title.orElse(""),
            language.orElse("en"),
            factors,
            excluded,
            assignment,
            panel,
            consent.orElse(null),
            strings,
            appearance,
            classes,
            texts,
            pools,
            prompts,
            generation,
            flow.stream().map(FlowReader.Placed::step).flatMap(Optional::stream).toList(),
            typing,
            limits);
    if (judged) {
      judge(study, places, flow);
    }
    return study;
  }

  private Optional<Generation> generation(ChoiceReader choices) {
    var node = fields.optional("generation");
    var model =
        node.isPresent()
            ? fields.needed("model", "generation says how it is asked")
            : fields.optional("model");
    var reader = new GenerationReader(values);
    var read = reader.generation(node, model.map(choices::model).orElse(new Choice<>(List.of())));
    return model.map(_ -> read);
  }

  private void judge(Study study, Places places, List<FlowReader.Placed> flow) {
    if (!broken.contains("flow")) {
      new FlowRules(flow, study, broken, problems).judge(places);
    }
    new PromptRules(study, places, broken, problems).judge();
    if (broken.contains("factors")) {
      return;
    }
    new DesignRules(study, places, broken, problems).judge();
    if (!broken.contains("classes")) {
      new Completeness(study, places, broken, problems).judge();
      new Repetition(study, places, broken, problems).judge();
    }
  }

  private <T> T missing(String part, T instead) {
    broken.add(part);
    return instead;
  }

  private SequencedMap<String, String> classes(Node node) {
    int before = problems.count();
    var classes = new LinkedHashMap<String, String>();
    for (var entry : values.mapping(node, "classes").entries()) {
      values.text(entry.keyNode(), "class", DesignReader.LEVEL, DesignReader.LEVEL_HINT);
      classes.put(
          entry.key(), values.text(entry.value(), "class '" + entry.key() + "'").orElse(""));
    }
    if (problems.count() == before && (classes.isEmpty() || classes.size() > MOST_CLASSES)) {
      problems.add(
          node,
          "classes must be 1 to " + MOST_CLASSES + ", were " + classes.size(),
          "leave the key out to classify nothing");
    }
    if (problems.count() > before) {
      broken.add("classes");
    }
    return classes;
  }
}

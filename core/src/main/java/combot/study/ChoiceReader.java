package combot.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what differs by condition: texts, question pools, prompts, appearance, models. */
record ChoiceReader(Values values, WhenReader whens, Set<String> broken) {

  Map<String, Choice<String>> texts(Node node) {
    return named(node, "texts", entry -> text(entry.value(), "text '" + entry.key() + "'"));
  }

  Map<String, Choice<List<String>>> pools(Node node) {
    return named(node, "pools", entry -> pool(entry.value(), "pool '" + entry.key() + "'"));
  }

  Map<String, Choice<Prompt>> prompts(Node node) {
    return named(node, "prompts", entry -> prompt(entry.value(), "prompt '" + entry.key() + "'"));
  }

  Choice<Study.Appearance> appearance(Node node) {
    return fixed(node, "appearance", new AppearanceReader(values)::read);
  }

  Choice<LanguageModel> model(Node node) {
    return fixed(node, "model", new GenerationReader(values)::model);
  }

  /** What is the same for a whole conversation: one mapping, or variants by level. */
  private <T> Choice<T> fixed(Node node, String what, Function<Fields, Optional<T>> read) {
    int before = values.problems().count();
    var choice =
        node instanceof SequenceNode list
            ? new Choice<>(variants(list, what, read, false))
            : only(single(values.mapping(node, what), read));
    remember(what, before);
    return choice;
  }

  private static <T> Optional<T> single(Fields fields, Function<Fields, Optional<T>> read) {
    var value = read.apply(fields);
    fields.end();
    return value;
  }

  private <T> Map<String, Choice<T>> named(
      Node node, String section, Function<Fields.Entry, Choice<T>> read) {
    var fields = values.mapping(node, section);
    if (!fields.exists()) {
      broken.add(section);
    }
    var choices = new LinkedHashMap<String, Choice<T>>();
    for (var entry : fields.entries()) {
      int before = values.problems().count();
      choices.put(entry.key(), read.apply(entry));
      remember(section + "." + entry.key(), before);
    }
    return choices;
  }

  private Choice<String> text(Node node, String what) {
    return node instanceof SequenceNode list
        ? new Choice<>(
            variants(list, what, f -> f.needed("text").flatMap(n -> values.text(n, what)), true))
        : only(values.text(node, what));
  }

  private Choice<Prompt> prompt(Node node, String what) {
    return node instanceof SequenceNode list
        ? new Choice<>(variants(list, what, f -> prompt(f, what), true))
        : only(values.text(node, what).map(text -> new Prompt(text, null)));
  }

  private Optional<Prompt> prompt(Fields fields, String what) {
    var text = fields.needed("text").flatMap(n -> values.text(n, what));
    var first = fields.optional("first").flatMap(n -> values.text(n, "first of " + what));
    return text.map(instructions -> new Prompt(instructions, first.orElse(null)));
  }

  private Choice<List<String>> pool(Node node, String what) {
    boolean byCondition =
        node instanceof SequenceNode s
            && s.getValue().stream().anyMatch(MappingNode.class::isInstance);
    return byCondition
        ? new Choice<>(
            variants(
                (SequenceNode) node,
                what,
                f -> f.needed("texts").flatMap(n -> questions(n, what)),
                true))
        : only(questions(node, what));
  }

  private Optional<List<String>> questions(Node node, String what) {
    var nodes = values.sequence(node, what);
    if (nodes.isPresent() && nodes.get().isEmpty()) {
      return values.refuse(node, what + " is empty", "list its texts");
    }
    return nodes.map(n ->
        n.stream()
            .map(q -> values.text(q, "a text of " + what))
            .flatMap(Optional::stream)
            .toList());
  }

  private <T> List<Choice.Variant<T>> variants(
      SequenceNode list, String what, Function<Fields, Optional<T>> read, boolean byClass) {
    var variants = new ArrayList<Choice.Variant<T>>();
    if (list.getValue().isEmpty()) {
      values.refuse(list, what + " is empty", "write a variant: - {when: {…}, …}");
    }
    for (var item : list.getValue()) {
      var fields = values.mapping(item, "a variant of " + what);
      var place = fields.optional("when");
      var when =
          byClass
              ? place.map(whens::read).orElse(Optional.of(When.ALWAYS))
              : place
                  .map(n -> whens.readFixed(n, what).map(l -> new When(l, null)))
                  .orElse(Optional.of(When.ALWAYS));
      var value = read.apply(fields);
      fields.end();
      if (when.isPresent() && value.isPresent()) {
        variants.add(new Choice.Variant<>(when.get(), value.get()));
      }
    }
    return variants;
  }

  private static <T> Choice<T> only(Optional<T> value) {
    return value.map(Choice::always).orElse(new Choice<>(List.of()));
  }

  private void remember(String part, int before) {
    if (values.problems().count() > before) {
      broken.add(part);
    }
  }
}

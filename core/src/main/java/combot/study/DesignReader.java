package combot.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads factors, exclusions and assignment. */
record DesignReader(Values values, Set<String> broken) {
  static final Pattern LEVEL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._+-]{0,31}");
  static final String LEVEL_HINT = "use letters, digits, spaces and . _ + -, at most 32";
  static final Assignment NONE =
      new Assignment(Assignment.Method.SIMPLE, 1, 0, List.of(), OptionalInt.empty());
  static final int MOST_CONDITIONS = 256;

  private static final Pattern FACTOR = Pattern.compile("\\p{L}[\\p{L}\\p{N}_-]{0,31}");
  private static final int LARGEST_WEIGHT = 1_000;
  private static final int LARGEST_BLOCK = 10_000;
  private static final int LARGEST_QUOTA = 1_000_000;

  List<Factor> factors(Node node) {
    int before = values.problems().count();
    var factors = new ArrayList<Factor>();
    long cells = 1;
    for (var entry : values.mapping(node, "factors").entries()) {
      values.text(
          entry.keyNode(),
          "factor",
          FACTOR,
          "use a letter, then letters, digits, _ and -, at most 32");
      if (entry.key().equals(When.CLASS)) {
        values.refuse(
            entry.keyNode(),
            "factor 'class' is taken",
            "in a when, class is the complaint class: rename the factor");
      }
      var levels = levels(entry);
      if (!levels.isEmpty() && !entry.key().isBlank()) {
        factors.add(new Factor(entry.key(), levels));
        cells = Math.min(cells * levels.size(), Integer.MAX_VALUE);
      }
    }
    if (cells > MOST_CONDITIONS) {
      values.refuse(
          node,
          "the factors cross to more than " + MOST_CONDITIONS + " conditions",
          "drop a factor or some levels");
    }
    if (values.problems().count() > before) {
      broken.add("factors");
      return List.of();
    }
    return factors;
  }

  private List<String> levels(Fields.Entry factor) {
    var what = "factor '" + factor.key() + "'";
    var levels = new LinkedHashSet<String>();
    var nodes = values.sequence(factor.value(), "levels of " + what);
    for (var node : nodes.orElse(List.of())) {
      var level = values.text(node, "level of " + what, LEVEL, LEVEL_HINT);
      if (level.isPresent() && !levels.add(level.get())) {
        values.refuse(node, "level '" + level.get() + "' of " + what + " occurs twice", "");
      }
    }
    if (nodes.isPresent() && nodes.get().isEmpty()) {
      values.refuse(factor.value(), what + " has no levels", "list them: [High, Low]");
    }
    return List.copyOf(levels);
  }

  List<Map<String, String>> excluded(Node node, WhenReader whens) {
    int before = values.problems().count();
    var excluded = new ArrayList<Map<String, String>>();
    for (var item : values.sequence(node, "exclude").orElse(List.of())) {
      var cell = whens.readFixed(item, "exclude");
      if (cell.isPresent() && cell.get().isEmpty()) {
        values.refuse(
            item,
            "exclude without a level would exclude everything",
            "name a level: {brand: Lulu}");
      }
      cell.ifPresent(excluded::add);
    }
    if (values.problems().count() > before) {
      broken.add("exclude");
    }
    return excluded;
  }

  Assignment assignment(Node node, WhenReader whens) {
    int before = values.problems().count();
    var fields = values.mapping(node, "assignment");
    var method =
        fields
            .needed("method")
            .flatMap(n -> values.choice(n, "method", Assignment.Method.values()));
    boolean blocks = method.equals(Optional.of(Assignment.Method.BLOCKS));
    var sizeNode = blocks ? fields.needed("block-size") : fields.optional("block-size");
    var size = sizeNode.flatMap(n -> values.integer(n, "block-size", 1, LARGEST_BLOCK));
    var seed = fields.needed("seed").flatMap(n -> values.whole(n, "seed"));
    var weights = fields.optional("weights").map(n -> weights(n, whens)).orElse(List.of());
    var quota = fields.optional("quota").flatMap(n -> values.integer(n, "quota", 1, LARGEST_QUOTA));
    fields.end();
    if (values.problems().count() > before) {
      broken.add("assignment");
      return NONE;
    }
    var most = quota.map(OptionalInt::of).orElse(OptionalInt.empty());
    return new Assignment(method.orElseThrow(), size.orElse(1), seed.orElseThrow(), weights, most);
  }

  private List<Assignment.Weight> weights(Node node, WhenReader whens) {
    var weights = new ArrayList<Assignment.Weight>();
    for (var item : values.sequence(node, "weights").orElse(List.of())) {
      var fields = values.mapping(item, "a weight");
      var levels = fields.needed("when").flatMap(n -> whens.readFixed(n, "a weight"));
      var weight =
          fields.needed("weight").flatMap(n -> values.integer(n, "weight", 0, LARGEST_WEIGHT));
      fields.end();
      if (levels.isPresent() && weight.isPresent()) {
        weights.add(new Assignment.Weight(levels.get(), weight.get()));
      }
    }
    return weights;
  }
}

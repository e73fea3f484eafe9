package combot.study;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds the places of a study's parts in the file that it was read from. Numbers of variants and
 * texts count from 0.
 */
record Places(Node root) {

  /** The key at the end of {@code path}, or the last key on the way that is there. */
  Place key(String... path) {
    var at = Place.of(root);
    var node = root;
    for (var key : path) {
      var tuple = tuple(node, key);
      if (tuple.isEmpty()) {
        break;
      }
      at = Place.of(tuple.get().getKeyNode());
      node = tuple.get().getValueNode();
    }
    return at;
  }

  /** The key {@code wanted} of the file where it is there, else {@code instead}. */
  Place keyOr(String instead, String wanted) {
    return key(tuple(root, wanted).isPresent() ? wanted : instead);
  }

  /** Variant number {@code variant} of a list in section {@code texts} or {@code pools}. */
  Place variant(String section, String name, int variant) {
    return Place.of(variantNode(value(value(root, section), name), variant));
  }

  /** The words of a variant of a text. */
  Place text(String name, int variant) {
    return Place.of(value(variantNode(value(value(root, "texts"), name), variant), "text"));
  }

  /** One text of a variant of a pool. */
  Place question(String pool, int variant, int number) {
    var texts = value(variantNode(value(value(root, "pools"), pool), variant), "texts");
    return Place.of(item(texts, number));
  }

  /** The instructions of a variant of a prompt, under {@code text} or {@code first}. */
  Place prompt(String name, int variant, String key) {
    return Place.of(value(variantNode(value(value(root, "prompts"), name), variant), key));
  }

  /** A variant of the appearance. */
  Place appearance(int variant) {
    return Place.of(variantNode(value(root, "appearance"), variant));
  }

  /** The value at the end of {@code path}. */
  Place value(String... path) {
    var node = root;
    for (var key : path) {
      node = value(node, key);
    }
    return Place.of(node);
  }

  /** Number {@code number} of the list at {@code path}. */
  Place item(int number, String... path) {
    var node = root;
    for (var key : path) {
      node = value(node, key);
    }
    return Place.of(item(node, number));
  }

  /** The value of {@code key} in step {@code number} of the flow, which is of {@code kind}. */
  Place step(int number, String kind, String key) {
    return Place.of(value(value(item(value(root, "flow"), number), kind), key));
  }

  private static Node variantNode(Node choice, int variant) {
    boolean byCondition =
        choice instanceof SequenceNode s
            && s.getValue().stream().anyMatch(MappingNode.class::isInstance);
    return byCondition ? item(choice, variant) : choice;
  }

  private static Node value(Node node, String key) {
    return tuple(node, key).map(NodeTuple::getValueNode).orElse(node);
  }

  private static Node item(Node node, int number) {
    return node instanceof SequenceNode s && number < s.getValue().size()
        ? s.getValue().get(number)
        : node;
  }

  private static Optional<NodeTuple> tuple(Node node, String key) {
    return node instanceof MappingNode m
        ? m.getValue().stream()
            .filter(t -> t.getKeyNode() instanceof ScalarNode s && s.getValue().equals(key))
            .findFirst()
        : Optional.empty();
  }
}

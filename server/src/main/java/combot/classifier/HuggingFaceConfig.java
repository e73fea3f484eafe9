package combot.classifier;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What counts of a model's {@code config.json}.
 *
 * @param labels by their number, from 0
 * @param maxTokens longest text that the model can take, special tokens included; {@link
 *     Tokenizer#MOST_TOKENS} at most
 */
record HuggingFaceConfig(Path file, List<String> labels, int maxTokens) {
  /** Their position numbers begin after the padding's, so that two of them are no tokens. */
  private static final Set<String> TWO_POSITIONS_LESS =
      Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

  HuggingFaceConfig {
    labels = List.copyOf(labels);
  }

  /**
   * @throws ClassifierException naming the file and what is wrong in it
   */
  static HuggingFaceConfig read(Path file) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new ClassifierException(file + ": not JSON: " + e.getOriginalMessage() + place(e), e);
    } catch (IOException e) {
      throw new ClassifierException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (json.path("problem_type").asText().equals("multi_label_classification")) {
      throw new ClassifierException(
          file
              + ": a multi-label model: its scores don't exclude each other, while a complaint has one class. Use a single-label model");
    }
    int positions = json.path("max_position_embeddings").asInt(Tokenizer.MOST_TOKENS);
    if (TWO_POSITIONS_LESS.contains(json.path("model_type").asText())) {
      positions -= 2;
    }
    return new HuggingFaceConfig(
        file, labels(json.path("id2label"), file), Math.clamp(positions, 8, Tokenizer.MOST_TOKENS));
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static List<String> labels(JsonNode id2label, Path file) {
    if (!id2label.isObject() || id2label.size() < 2) {
      throw new ClassifierException(
          file
              + ": id2label must name two or more labels, as in {\"0\": \"A\", \"1\": \"B\"}; was "
              + (id2label.isMissingNode() ? "missing" : id2label));
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < id2label.size(); i++) {
      JsonNode label = id2label.path(Integer.toString(i));
      if (!label.isTextual() || label.asText().isBlank()) {
        throw new ClassifierException(
            file
                + ": id2label must number its labels from 0 without a gap; there is no label "
                + i
                + " in "
                + id2label);
      }
      labels.add(label.asText());
    }
    if (new HashSet<>(labels).size() < labels.size()) {
      throw new ClassifierException(file + ": id2label has a label twice: " + id2label);
    }
    return labels;
  }

  /**
   * @throws ClassifierException if the model knows a label that is no class of the study
   */
  void checkLabels(Collection<String> known) {
    List<String> unknown = labels.stream().filter(label -> !known.contains(label)).toList();
    if (!unknown.isEmpty()) {
      throw new ClassifierException(
          "%s: the study doesn't know the label%s %s; its classes are %s. Name the model's labels after them in id2label"
              .formatted(
                  file,
                  unknown.size() == 1 ? "" : "s",
                  String.join(", ", unknown),
                  String.join(", ", known)));
    }
  }
}

package combot.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation beside its baselines, as a table for people and as JSON. */
record Report(
    String file, String modelId, Evaluation model, Evaluation majority, Evaluation keywords) {

  /** Classifies all examples. */
  static Report of(String file, Classifier classifier, List<Example> examples) {
    List<Scored> scored = new ArrayList<>();
    examples.forEach(example -> scored.add(new Scored(example, classifier.scores(example.text()))));
    List<String> labels = classifier.labels();
    return new Report(
        file,
        classifier.modelId(),
        Evaluation.of(labels, scored),
        Baselines.majority(labels, examples),
        Baselines.keywords(labels, examples));
  }

  String table() {
    var out = new StringBuilder();
    line(out, "%d texts of %s, model %s", model.texts(), file, modelId);
    line(out, "");
    line(out, "%-12s %9s %9s %9s", "", "model", "keywords", "majority");
    line(
        out,
        "%-12s %9.3f %9.3f %9.3f",
        "accuracy",
        model.accuracy(),
        keywords.accuracy(),
        majority.accuracy());
    line(
        out,
        "%-12s %9.3f %9.3f %9.3f",
        "macro-F1",
        model.macroF1(),
        keywords.macroF1(),
        majority.macroF1());
    line(out, "%-12s %9.3f", "ECE", model.ece());
    line(out, "");
    out.append(classes(model));
    return out.toString();
  }

  /** Figures by class, then the confusion matrix. */
  static String classes(Evaluation evaluation) {
    var out = new StringBuilder();
    line(out, "%-12s %9s %9s %9s %9s", "class", "precision", "recall", "F1", "texts");
    evaluation
        .figures()
        .forEach((label, f) ->
            line(
                out,
                "%-12s %9.3f %9.3f %9.3f %9d",
                label,
                f.precision(),
                f.recall(),
                f.f1(),
                f.texts()));
    line(out, "");
    out.append("%-12s".formatted("true \\ said"));
    evaluation.labels().forEach(label -> out.append(" %9s".formatted(label)));
    out.append('\n');
    for (int i = 0; i < evaluation.labels().size(); i++) {
      out.append("%-12s".formatted(evaluation.labels().get(i)));
      for (int count : evaluation.confusion()[i]) {
        out.append(" %9d".formatted(count));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  String json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("file", file);
    json.put("modelId", modelId);
    json.putAll(figures(model));
    json.put("ece", model.ece());
    json.put("classes", model.figures());
    json.put("labels", model.labels());
    json.put("confusion", model.confusion());
    json.put("baselines", Map.of("majority", figures(majority), "keywords", figures(keywords)));
    return json(json);
  }

  private static Map<String, Object> figures(Evaluation evaluation) {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("texts", evaluation.texts());
    figures.put("accuracy", evaluation.accuracy());
    figures.put("macroF1", evaluation.macroF1());
    return figures;
  }

  static String json(Object value) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of numbers and strings always become JSON", e);
    }
  }
}

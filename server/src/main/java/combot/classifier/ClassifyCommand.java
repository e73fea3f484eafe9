package combot.classifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code combot classify}: the class of texts and all their scores. */
@Command(
    name = "classify",
    description =
        "Tells which complaint class texts are of: A product, B delivery, C employee, Other.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = "Without TEXT, each line of the standard input is one.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:classified", "1:the model failed", "2:wrong usage"})
public final class ClassifyCommand implements Callable<Integer> {
  private static final String OTHER = "Other";

  @Parameters(arity = "0..*", paramLabel = "TEXT", description = "a text each; quote it")
  private List<String> texts = List.of();

  @Option(names = "--json", description = "print JSON: an array with one object for each text")
  private boolean json;

  @Option(
      names = "--threshold",
      defaultValue = "0.4",
      description = "a highest score below it means Other (default: ${DEFAULT-VALUE})")
  private double threshold;

  @Mixin private ModelOption choice;

  @Spec private CommandSpec spec;

  private record Classified(
      String text, String label, boolean belowThreshold, SequencedMap<String, Double> scores) {}

  @Override
  public Integer call() {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--threshold must be between 0 and 1, was " + threshold);
    }
    List<String> given = texts.isEmpty() ? standardInput() : texts;
    if (given.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "a text is missing");
    }
    List<Classified> all = new ArrayList<>();
    try (Classifier classifier = choice.load()) {
      for (String text : given) {
        var scores = classifier.scores(text);
        String top = Scored.top(scores);
        boolean below = scores.get(top) < threshold;
        all.add(new Classified(text, below ? OTHER : top, below, scores));
      }
    }
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Report.json(all.stream().map(ClassifyCommand::json).toList()));
    } else {
      all.forEach(one -> out.println(line(one) + (all.size() > 1 ? "  " + one.text() : "")));
    }
    out.flush();
    return 0;
  }

  private static Map<String, Object> json(Classified one) {
    var json = new LinkedHashMap<String, Object>();
    json.put("text", one.text());
    json.put("class", one.label());
    json.put("belowThreshold", one.belowThreshold());
    json.put("scores", one.scores());
    return json;
  }

  private static String line(Classified one) {
    String scores =
        one.scores().entrySet().stream()
            .map(entry -> String.format(Locale.ROOT, "%s %.3f", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("  "));
    return "%-5s  %s"
        .formatted(one.label() + (one.belowThreshold() ? " (below threshold)" : ""), scores);
  }

  private static List<String> standardInput() {
    try {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return in.readAllLines().stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the standard input", e);
    }
  }
}

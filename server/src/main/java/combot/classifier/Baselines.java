package combot.classifier;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What costs nothing, and what a model must therefore beat. */
final class Baselines {
  private static final Map<String, Pattern> KEYWORDS = new LinkedHashMap<>();

  static {
    KEYWORDS.put(
        "B",
        words(
            "deliver\\w*|ship\\w*|packag\\w*|parcel\\w*|courier|tracking|post(ed|age|al|man)?|mail(ed|man)?|arriv\\w*|late|lost"
                + "|missing|porch|in transit|wrong (size|item|colou?r|address|order)|sent me"));
    KEYWORDS.put(
        "C",
        words(
            "rude\\w*|staff|employee\\w*|cashier\\w*|waiter|waitress|server|manager|clerk|assistant|agent|rep|receptionist|attitude"
                + "|yell\\w*|shout\\w*|ignor\\w*|laugh\\w*|unprofessional|unhelpful|customer service|hung up|lied|snapped"));
    KEYWORDS.put(
        "A",
        words(
            "br(oke|oken|eak\\w*)|quality|defect\\w*|fault\\w*|fit\\w*|tight|loose|small|big|ripped?|tore|torn|fad(ed?|ing)|shrunk|shrank"
                + "|wash\\w*|stitch\\w*|seam\\w*|zip\\w*|batter\\w*|taste\\w*|smell\\w*|cheap|work(s|ing|ed)?|fell apart|wore out|hole\\w*"));
  }

  private Baselines() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("\\b(" + alternatives + ")\\b");
  }

  /** Always the most frequent class of these examples; of equals the first label. */
  static Evaluation majority(List<String> labels, List<Example> examples) {
    var counts = new HashMap<String, Integer>();
    examples.forEach(example -> counts.merge(example.label(), 1, Integer::sum));
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    String label =
        labels.stream()
            .filter(l -> counts.getOrDefault(l, 0) == most)
            .findFirst()
            .orElse(labels.getFirst());
    return evaluate(labels, examples, text -> label);
  }

  /**
   * The class with the most words of its own in the text, Other where there are none; of equals B,
   * C, A.
   */
  static Evaluation keywords(List<String> labels, List<Example> examples) {
    return evaluate(
        labels,
        examples,
        text -> {
          String best = "Other";
          long most = 0;
          for (var entry : KEYWORDS.entrySet()) {
            long count = entry.getValue().matcher(text.toLowerCase(Locale.ROOT)).results().count();
            if (count > most && labels.contains(entry.getKey())) {
              most = count;
              best = entry.getKey();
            }
          }
          return labels.contains(best) ? best : labels.getLast();
        });
  }

  private static Evaluation evaluate(
      List<String> labels, List<Example> examples, Function<String, String> guess) {
    List<Scored> scored = new ArrayList<>();
    for (Example example : examples) {
      String guessed = guess.apply(example.text());
      var scores = new LinkedHashMap<String, Double>();
      labels.forEach(label -> scores.put(label, label.equals(guessed) ? 1.0 : 0.0));
      scored.add(new Scored(example, Collections.unmodifiableSequencedMap(scores)));
    }
    return Evaluation.of(labels, scored);
  }
}

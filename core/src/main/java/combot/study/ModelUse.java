package combot.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Warns where a language model would be asked in vain, its replies told apart from scripted ones,
 * or participants not told of it.
 */
record ModelUse(Study study, Places places, Problems problems) {

  /** What a text that tells of a model is likely to name. */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?iu)language model|sprachmodell|modèle de langage|modelo de lenguaje|modello linguistico|taalmodel|(?-i:\\b(AI|KI|IA)\\b)|artificial intelligence|künstliche|openai|anthropic|azure|mistral|\\bgpt|chatgpt|claude|gemini|llama");

  void judge() {
    study
        .generation()
        .ifPresent(generation -> {
          if (study.prompts().isEmpty()) {
            problems.add(
                places.key("model"),
                "the model is never asked: the study has no prompts",
                "write prompts, or take the model out");
          } else {
            judgeTyping(generation);
            judgeStreaming(generation);
            judgeReach(generation);
            judgeConsent(generation);
          }
          judgeMoney(generation);
        });
  }

  private void judgeTyping(Generation generation) {
    var deadline = generation.deadline();
    switch (study.typing()) {
      case Typing.ByLength _ ->
          problems.add(
              places.keyOr("model", "typing"),
              "a generated reply's delay would tell it apart: typing goes by length",
              "use median, spread and longest");
      case Typing.Drawn drawn when drawn.median().compareTo(deadline) > 0 ->
          problems.add(
              places.value("typing", "median"),
              "replies mostly show later than the deadline, " + Values.seconds(deadline),
              "take a shorter median");
      case Typing.Drawn drawn when drawn.longest().compareTo(deadline) < 0 ->
          problems.add(
              places.value("typing", "longest"),
              "a model's reply may come later than the longest delay: the deadline is "
                  + Values.seconds(deadline),
              "take the same for longest and deadline");
      case Typing.Drawn _ -> {}
    }
  }

  private void judgeStreaming(Generation generation) {
    if (generation.streaming()) {
      study.conditions().stream()
          .filter(it -> !isGenerated(it, generation))
          .findFirst()
          .ifPresent(scripted ->
              problems.add(
                  places.key("generation", "streaming"),
                  "replies that grow on the page tell the other conditions from %s, which no model writes for"
                      .formatted(scripted),
                  "take streaming out"));
    }
  }

  private boolean isGenerated(Condition condition, Generation generation) {
    return isThere(generation.model(), condition)
        && study.prompts().values().stream().anyMatch(it -> isThere(it, condition));
  }

  private static boolean isThere(Choice<?> choice, Condition condition) {
    return choice.variants().stream().anyMatch(it -> condition.agreesWith(it.when().levels()));
  }

  private void judgeReach(Generation generation) {
    var caps = generation.caps();
    judgeReach(generation, "conversation", caps.conversation());
    judgeReach(generation, "study", caps.study());
    judgeReach(generation, "day", caps.day());
  }

  /** A question is asked only where the most that it can cost is left. */
  private void judgeReach(Generation generation, String name, OptionalDouble cap) {
    for (var model : generation.models()) {
      double least = model.prices().of(shortestPrompt() / 2, model.maxTokens());
      if (cap.isPresent() && cap.getAsDouble() < least) {
        problems.add(
            places.key("generation", "caps"),
            "the cap '%s' is too small for any question to %s: the shortest prompt and the longest answer may cost %s"
                .formatted(name, model.name(), rounded(least)),
            "raise it, or take fewer max-tokens");
      }
    }
  }

  private static String rounded(double sum) {
    return new BigDecimal(sum).round(new MathContext(2, RoundingMode.UP)).toPlainString();
  }

  /** In bytes. */
  private long shortestPrompt() {
    return study.prompts().values().stream()
        .flatMap(it -> it.variants().stream())
        .mapToLong(it -> it.value().instructions().getBytes(StandardCharsets.UTF_8).length)
        .min()
        .orElse(0);
  }

  private void judgeConsent(Generation generation) {
    var text = study.consent().text();
    if (!TOLD.matcher(text).find()
        && generation.models().stream().noneMatch(it -> text.contains(it.name()))) {
      problems.add(
          places.key("consent", "text"),
          "the consent text doesn't say that messages are sent to a language model",
          "say so, and name its provider");
    }
  }

  private void judgeMoney(Generation generation) {
    boolean priced =
        generation.models().stream()
            .anyMatch(model -> !model.prices().equals(LanguageModel.Prices.NONE));
    var caps = generation.caps();
    boolean capped =
        caps.conversation().isPresent() || caps.study().isPresent() || caps.day().isPresent();
    if (priced && !capped) {
      problems.add(
          places.key("model"),
          "the model has prices, and nothing limits what is spent",
          "set generation.caps");
    }
    boolean stops = generation.atCap() == Generation.AtCap.STOP;
    if (stops && caps.study().isEmpty() && caps.day().isEmpty()) {
      problems.add(
          places.key("generation", "at-cap"),
          "at-cap stops nobody: newcomers are kept out by the study's cap or the day's",
          "set caps.study or caps.day");
    }
    if (capped && !priced) {
      problems.add(
          places.key("generation", "caps"),
          "the caps are never reached: no model has prices",
          "add prices to the model");
    }
  }
}

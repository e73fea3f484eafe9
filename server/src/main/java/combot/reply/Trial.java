package combot.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.conversation.Utterance;
import combot.conversation.Wish;
import combot.study.LanguageModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one real question, for the operator who tries an endpoint.
 *
 * @param endpoint its address; empty where there is none
 * @param answered the model as it names itself, or {@code null}
 * @param words what it said; {@code null} where nothing came
 * @param took until then
 * @param inputTokens 0 where none were told
 * @param cost by the prices of the model
 * @param requestId or {@code null}
 * @param problems what is wrong and how to mend it, a line each; empty where all is well
 * @param remarks what is worth knowing
 */
public record Trial(
    String endpoint,
    String answered,
    String words,
    Duration took,
    long inputTokens,
    long outputTokens,
    double cost,
    String requestId,
    List<String> problems,
    List<String> remarks) {

  private static final int LONGEST_DETAIL = 300;
  private static final String TRIED = "When did you first notice that?";

  /**
   * Asks once.
   *
   * @param within how long is waited
   */
  public static Trial of(Endpoints endpoints, LanguageModel model, Duration within)
      throws InterruptedException {
    var endpoint = endpoints.find(model.provider());
    if (endpoint.isEmpty()) {
      var problem =
          "There is no endpoint for %s: set %s or %s, or %s for a server of your own."
              .formatted(
                  model.provider().id(),
                  Endpoints.variable(model.provider(), "KEY"),
                  Endpoints.variable(model.provider(), "KEY_FILE"),
                  Endpoints.variable(model.provider(), "URL"));
      return new Trial("", null, null, Duration.ZERO, 0, 0, 0, null, List.of(problem), List.of());
    }
    var wish = wish(model);
    try (var models = new Models(endpoints, endpoints.wire())) {
      long from = System.nanoTime();
      var answer = models.ask(Question.of(wish, null), within.toNanos(), null);
      var took = Duration.ofNanos(System.nanoTime() - from);
      return of(endpoint.get(), wish, answer, took);
    }
  }

  private static Trial of(Endpoint endpoint, Wish wish, Answer answer, Duration took) {
    var words = answer instanceof Answer.Words it ? it : null;
    var usage = Optional.ofNullable(answer.usage()).orElse(new Answer.Usage(0, 0));
    return new Trial(
        endpoint.url().toString(),
        words == null ? null : words.model(),
        words == null ? null : words.text(),
        took,
        usage.input(),
        usage.output(),
        wish.model().prices().of(usage.input(), usage.output()),
        answer.requestId(),
        answer instanceof Answer.Failed failed
            ? List.of(problem(endpoint, wish.model(), failed, took))
            : List.of(),
        words == null ? List.of() : remarks(wish, words));
  }

  private static List<String> remarks(Wish wish, Answer.Words words) {
    var verdict = Guards.judge(words.text(), words.ending(), wish);
    var judged =
        switch (verdict) {
          case Verdict.Fine _ -> "A participant would see it as it is.";
          case Verdict.Repaired _ ->
              "A participant would see it mended: %s."
                  .formatted(String.join(", ", verdict.findings()));
          case Verdict.Unusable _ ->
              "A participant would not see it (%s): the model would be asked once more, then the study's text is said. A model that follows instructions better helps."
                  .formatted(String.join(", ", verdict.findings()));
        };
    return words.usage() == null
        ? List.of(
            judged,
            "The endpoint tells no tokens: each question is counted as the most that it can cost, so caps are reached early.")
        : List.of(judged);
  }

  private static Wish wish(LanguageModel model) {
    var scripted = new BotTurn(BotTurn.Kind.PROBE, TRIED, "check", Map.of(), Provenance.SCRIPTED);
    return new Wish(
        scripted,
        model,
        "You listen to a customer who tells of a bad experience. Ask exactly one short question about it.",
        "",
        Map.of(),
        "en",
        List.of(
            new Utterance(
                Utterance.Speaker.PARTICIPANT,
                "The kettle that I bought in spring leaks since last week.")));
  }

  private static String problem(
      Endpoint endpoint, LanguageModel model, Answer.Failed failed, Duration took) {
    var url = endpoint.url();
    var key = Endpoints.variable(model.provider(), "KEY");
    var address = Endpoints.variable(model.provider(), "URL");
    var said = detail(failed.detail(), endpoint);
    return switch (failed.error()) {
      case "deadline" ->
          "%s did not answer within %.1f s: try again; a model that is loaded only now may need a minute (--within 60); else take a smaller one."
              .formatted(url, took.toMillis() / 1e3);
      case "connection" ->
          "%s can't be reached%s: is the server running, and is %s right? A firewall or a proxy may stand between."
              .formatted(url, said, address);
      case "malformed" ->
          "What came from %s is no answer in the protocol of %s%s: is %s right? It mostly ends with /v1."
              .formatted(url, model.provider().id(), said, address);
      case "too-big" ->
          "%s answered more than 256 KB: it is no chat endpoint, or lower max-tokens."
              .formatted(url);
      case "refusal" -> "The model refused to answer: take another one.";
      case "not-recorded" ->
          "The recording holds no such question: leave out COMBOT_LLM_REPLAY to ask a real endpoint.";
      case "401" ->
          "%s refused the key%s: copy it once more into %s or the file of %s_FILE."
              .formatted(url, said, key, key);
      case "403" ->
          "%s does not let this key use the model '%s'%s: give the key that right, or take another model."
              .formatted(url, model.name(), said);
      case "404" ->
          "%s knows no model '%s', or the address is wrong%s: see the provider's list of models (ollama list), and whether %s ends with /v1."
              .formatted(url, model.name(), said, address);
      case "429" ->
          "%s takes no more requests now%s: wait, or see the account's limits and credit."
              .formatted(url, said);
      case "400", "422" ->
          "%s did not take the request%s: some models take no temperature other than 1, or another max-tokens; change these in the study, or take another model."
              .formatted(url, said);
      default ->
          "%s answered with status %s%s: it is overloaded or broken; try again later."
              .formatted(url, failed.error(), said);
    };
  }

  /** What an endpoint says of an error, in its JSON or else; without the key. */
  private static String detail(String told, Endpoint endpoint) {
    if (told == null || told.isBlank()) {
      return "";
    }
    var text = told;
    try {
      var error = JsonMapper.builder().build().readTree(told).path("error");
      text = error.path("message").asText(error.isTextual() ? error.asText() : told);
    } catch (JsonProcessingException _) {
      // In its own words.
    }
    var masked = endpoint.key() == null ? text : text.replace(endpoint.key(), "…");
    var line = masked.replaceAll("\\s+", " ").strip();
    return " (%s)"
        .formatted(
            line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) + " …" : line);
  }
}

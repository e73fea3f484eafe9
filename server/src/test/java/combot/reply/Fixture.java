package combot.reply;

import com.github.tomakehurst.wiremock.WireMockServer;
import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.conversation.Utterance;
import combot.conversation.Utterance.Speaker;
import combot.conversation.Wish;
import combot.study.Generation;
import combot.study.LanguageModel;
import combot.study.LanguageModel.Provider;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What is wished for, and of whom. */
public final class Fixture {

  static final String SCRIPTED = "What was the very first sign that it wasn't going as planned?";
  static final String INSTRUCTIONS =
      """
      You are Basic Assistant, an automated assistant that listens to people who tell of a bad experience as a customer.
      Restate one concrete detail of the last message in your own words, then put exactly one precise question about it.
      Stay neutral and factual; promise nothing, give no advice and express no sympathy at all.
      """;
  static final String COMPLAINT =
      "My parcel was meant to come on Tuesday. It is Friday now and the tracking has not moved.";
  static final String GOOD =
      "So the tracking stood still after Tuesday. Which status did it show last?";

  static final LanguageModel OPENAI =
      new LanguageModel(
          Provider.OPENAI,
          "small-1",
          0.7,
          200,
          OptionalLong.of(7),
          new LanguageModel.Prices(0.5, 2));
  static final LanguageModel ANTHROPIC =
      new LanguageModel(
          Provider.ANTHROPIC,
          "claude-x",
          0.5,
          100,
          OptionalLong.of(7),
          new LanguageModel.Prices(1, 5));

  private Fixture() {}

  static Ledger ledger(double conversation, double study, double day) {
    return new Ledger() {
      @Override
      public double ofConversation(String conversationId) {
        return conversation;
      }

      @Override
      public double ofStudy(String studyId) {
        return study;
      }

      @Override
      public double today(String studyId) {
        return day;
      }
    };
  }

  static Wish wish() {
    return wish(OPENAI, SCRIPTED, COMPLAINT);
  }

  static Wish wish(String scripted, String... said) {
    return wish(OPENAI, scripted, said);
  }

  /** The bot greets, then the sides speak by turns. */
  static Wish wish(LanguageModel model, String scripted, String... said) {
    return wishIn("en", model, scripted, said);
  }

  static Wish wishIn(String language, LanguageModel model, String scripted, String... said) {
    var all = new ArrayList<Utterance>();
    all.add(new Utterance(Speaker.BOT, "Hello! Please describe a bad experience."));
    for (int i = 0; i < said.length; i++) {
      all.add(new Utterance(i % 2 == 0 ? Speaker.PARTICIPANT : Speaker.BOT, said[i]));
    }
    var turn =
        new BotTurn(
            BotTurn.Kind.PROBE,
            scripted,
            "questions#2",
            Map.of("think", "High"),
            Provenance.SCRIPTED);
    return new Wish(
        turn,
        model,
        INSTRUCTIONS,
        "a-hash",
        Map.of("think", "High", "brand", "Basic"),
        language,
        all);
  }

  static Occasion occasion(Duration within) {
    return occasion(within, Generation.Caps.NONE, false, _ -> {});
  }

  static Occasion occasion(
      Duration within, Generation.Caps caps, boolean streaming, Consumer<String> shown) {
    return new Occasion(
        "a-study",
        "a-conversation",
        new Generation(null, within, caps, Generation.AtCap.SCRIPTED, streaming),
        System.nanoTime() + within.toNanos(),
        Optional.of(shown));
  }

  static Endpoints.Options options(WireMockServer server) {
    var given =
        new Endpoints.Given(
            Optional.of(server.baseUrl() + "/v1"), Optional.of("sk-secret"), Optional.empty());
    var providers = new HashMap<Provider, Endpoints.Given>();
    for (var provider : Provider.values()) {
      providers.put(provider, given);
    }
    return new Endpoints.Options(providers, 4, Optional.empty(), Optional.empty());
  }

  static LlmSpeaker speaker(WireMockServer server) {
    return new LlmSpeaker(Endpoints.of(options(server)), Ledger.NOTHING, InstantSource.system());
  }

  /** What OpenAI answers. */
  public static String completion(String text) {
    return completion(text, "stop");
  }

  static String completion(String text, String ending) {
    return JsonObject.of(
            "id",
            "chatcmpl-1",
            "object",
            "chat.completion",
            "created",
            1,
            "model",
            "small-1-2026",
            "choices",
            List.of(
                Map.of(
                    "index",
                    0,
                    "message",
                    Map.of("role", "assistant", "content", text),
                    "finish_reason",
                    ending)),
            "usage",
            Map.of("prompt_tokens", 200, "completion_tokens", 20, "total_tokens", 220))
        .encode();
  }
}

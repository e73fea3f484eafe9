package combot.reply;

import static combot.reply.Fixture.OPENAI;
import static combot.reply.Fixture.SCRIPTED;
import static combot.reply.Fixture.wish;
import static org.assertj.core.api.Assertions.assertThat;

import combot.conversation.BotTurn;
import combot.conversation.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of an answer. */
class GuardsTest {

  private static final String STATEMENT = "All right, that covers it.";

  private static Verdict judge(String answer, Wish wish) {
    return Guards.judge(answer, Answer.Ending.DONE, wish);
  }

  /** After some talk, and with nothing to be answered. */
  private static Wish wishToSay(String scripted) {
    var wish = wish(scripted, "It broke.", "When did the lid break, about?", "In May.");
    var probe = wish.scripted();
    return new Wish(
        new BotTurn(
            BotTurn.Kind.SAY, scripted, "understanding", probe.delivered(), probe.provenance()),
        wish.model(),
        wish.instructions(),
        wish.promptHash(),
        wish.delivered(),
        wish.language(),
        wish.said());
  }

  private static void assertUnusable(String answer, Wish wish, String finding) {
    assertThat(judge(answer, wish)).isInstanceOf(Verdict.Unusable.class);
    assertThat(judge(answer, wish).findings()).contains(finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "So the tracking stood still after Tuesday. Which status did it show last?",
        "A parcel due on Tuesday and no news by Friday. What did the shop tell you?",
        "Right, so something with a parcel came up. Could you say a bit more about that?",
        "Oh, that sounds slow! Which day did you first look at the tracking page?",
        "Was it the zip, the colour, or the condition of the product itself that bothered you most?",
        "You paid €59.90 on 12 March – is that right?",
        "They said \"no refund\". Who said so, and when?",
        "In your initial message you name order 4711-00815-2026. Who took it?",
        "Which one fact about it would the people who made it most need to know?"
      })
  void plainAnswersAreFine(String answer) {
    assertThat(judge(answer, wish())).isEqualTo(new Verdict.Fine(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Which status did it show last?\" | Which status did it show last? | quotes",
        "“Which status did it show last?” | Which status did it show last? | quotes",
        "„Which status did it show last?“ | Which status did it show last? | quotes",
        "Assistant: Which status did it show last? | Which status did it show last? | speaker",
        "Basic Assistant: Which status did it show last? | Which status did it show last? | speaker",
        "**Which** status did it show *last*? | Which status did it show last? | markdown",
        "# Which status did it show last? | Which status did it show last? | markdown",
        "- Which status did it show last? | Which status did it show last? | markdown",
        "Which `status` did it show last? | Which status did it show last? | markdown",
        "<think>They wait for a parcel.</think> Which status did it show last? | Which status did it show last? | thinking",
        "Which status\u200B did it show last? | Which status did it show last? | invisible"
      })
  void aFormThatIsWrongIsMended(String answer, String text, String finding) {
    assertThat(judge(answer, wish())).isEqualTo(new Verdict.Repaired(text, List.of(finding)));
  }

  @Test
  void whatAModelSaysForTheParticipantIsLeftOut() {
    assertThat(judge("Which status did it show?\nParticipant: It said sent.", wish()))
        .isEqualTo(new Verdict.Repaired("Which status did it show?", List.of("transcript")));
  }

  @Test
  void aLongAnswerIsCutAtASentencesEndThatStillAsks() {
    var first = "Which status did the tracking page show last, and on which day was that?";
    var rest = " And I would also like to hear of the shop.".repeat(10);
    assertThat(judge(first + rest, wish()))
        .isInstanceOf(Verdict.Repaired.class)
        .extracting(it -> ((Verdict.Repaired) it).text())
        .asString()
        .startsWith(first)
        .endsWith("shop.")
        .hasSizeLessThanOrEqualTo(Guards.LONGEST);
    assertUnusable("And so on and on and the tracking ".repeat(20) + "?", wish(), "too-long");
    assertUnusable(
        "It is all about the tracking of the parcel. ".repeat(20) + "Is it?",
        wish(),
        "no-question");
  }

  @Test
  void anAnswerThatBrokeOffIsCutOrNotUsed() {
    assertThat(
            Guards.judge(
                "Which status did it show last? I would like to kn", Answer.Ending.LENGTH, wish()))
        .isEqualTo(new Verdict.Repaired("Which status did it show last?", List.of("cut-off")));
    assertThat(Guards.judge("Which status did it", Answer.Ending.LENGTH, wish()))
        .isEqualTo(new Verdict.Unusable(List.of("cut-off")));
    assertThat(Guards.judge("Which status did it show?", Answer.Ending.UNKNOWN, wish()))
        .isEqualTo(new Verdict.Fine("Which status did it show?"));
    assertThat(Guards.judge("Which status?", Answer.Ending.FILTERED, wish()))
        .isEqualTo(new Verdict.Unusable(List.of("filtered")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "'  \n ' | empty",
        "\"\"\"\" | empty",
        "<b>What</b> was it? | markup",
        "<script>alert(1)</script> What was it? | markup",
        "<img src=x onerror=alert(1) What was it? | markup",
        "<svg/onload=alert(1) What was it? | markup",
        "[SYS] What was it? | markup",
        "[INST] What was it? | markup",
        "See https://evil.example/x for more. What was it? | link",
        "See evil.com/x for more. What was it? | link",
        "Write to ann@shop.example please. What was it? | link",
        "[Click](javascript:alert(1)) What was it? | link",
        "As an AI, I have no feelings. What was it? | leak",
        "I am a language model, what was it? | leak",
        "My system prompt is secret. What was it? | leak",
        "I was told to stay neutral. What was it? | leak",
        "You are in the treatment group. What was it? | leak",
        "My settings are think: High. What was it? | leak",
        "With think High I ask: what was it? | leak",
        "Als KI kann ich das nicht. Was war es? | leak",
        "I should restate one concrete detail of the last message in your words. What was it? | leak",
        "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ= what was it? | encoded",
        "Y-o-u a-r-e B-a-s-i-c, what was it? | encoded",
        "I'm sorry, but I can't help with that. What else? | refusal",
        "My parcel was meant to come on Tuesday. What was it? | dictated",
        "It is Friday now? | dictated",
        "Quand est-ce que vous avez vu le colis pour la première fois? | language",
        "Können Sie mir sagen, wann das war und was Sie getan haben? | language",
        "Когда это случилось? | language",
        "你能告诉我更多吗？ | language",
        "Please describe a bad experience. | no-question",
        "I see, the parcel is late. | no-question"
      })
  void whatNobodyMaySeeIsNotUsed(String answer, String finding) {
    assertUnusable(answer, wish(), finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "They say DHL lost it, and \"no refund\". | Which date did DHL name, and who said \"no refund\"?",
        "I asked them to answer my e-mails. They never did. | How often did you ask them to answer your e-mails?",
        "The system would not let me reply. | What did the system show when it failed?",
        "The assistant in the shop gave me the WRONG size. | Which size was the WRONG one?",
        "What a joke, I wrote to IKEA twice. Then silence. | What did you write to IKEA the second time?"
      })
  void whoOnlyComplainsMayBeTakenUp(String message, String answer) {
    assertThat(judge(answer, wish(SCRIPTED, message))).isEqualTo(new Verdict.Fine(answer));
  }

  @Test
  void aModelsOwnMarksAreMarkup() {
    assertUnusable("<|im_start|>system What was it?", wish(), "markup");
  }

  @Test
  void whatWasAskedIsNotAskedAgain() {
    var wish = wish(SCRIPTED, "It broke.", "When did the lid break, about?", "In May.");
    assertUnusable("In May, then. When did the lid break, about?", wish, "repeated");
    assertUnusable("And about when did the lid break?", wish, "repeated");
    assertThat(judge("And where did it happen, about?", wish)).isInstanceOf(Verdict.Fine.class);
  }

  @Test
  void noQuestionBelongsWhereTheFlowGoesOn() {
    var wish = wishToSay(STATEMENT);
    assertThat(judge("Okay, noted, that is all.", wish))
        .isEqualTo(new Verdict.Fine("Okay, noted, that is all."));
    for (var answer :
        List.of(
            "Okay, noted. Is there anything else?",
            "Is that all? Okay, noted.",
            "When did the lid break, about?")) {
      assertThat(judge(answer, wish)).isEqualTo(new Verdict.Unusable(List.of("question")));
    }
    assertThat(Guards.showable("Okay, noted. Is th", wish)).isEqualTo("Okay, noted.");
    assertThat(Guards.showable("Is that all? Okay, noted. Th", wish)).isEmpty();
  }

  @Test
  void aQuestionIsFineWhereTheScriptAsksOneOrAnAnswerIsAwaited() {
    var answer = "Okay, noted. Is there anything else?";
    for (var wish :
        List.of(wishToSay("Shall we go on?"), wish("Please put it in other words.", "It broke."))) {
      assertThat(judge(answer, wish)).isEqualTo(new Verdict.Fine(answer));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x", "a-", "a.", "\n", "**", "*a ", "01", "a@", "<a ", "%41", "- ", ": ", "!", "?"
      })
  void anAnswerOrAMessageWithoutEndIsJudgedAllTheSame(String part) {
    var endless = part.repeat(100_000);
    assertThat(judge(endless, wish())).isInstanceOf(Verdict.Unusable.class);
    assertThat(Guards.showable(endless + "x", wish())).isEmpty();
    var wish = wish(SCRIPTED, "Say: " + endless);
    assertThat(judge("What was it?", wish)).isInstanceOf(Verdict.Fine.class);
  }

  @Test
  void whatTheScriptSaysMayBeSaid() {
    var scripted = "As an AI, I suggest https://shop.example. What was it?";
    assertThat(judge(scripted, wish(scripted, "The lid broke."))).isInstanceOf(Verdict.Fine.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de | Verstehe, das Paket kam nicht. Was stand zuletzt in der Verfolgung? | true",
        "de | I see, so the parcel did not come. What was the last status? | false",
        "fr | D'accord. Qu'est-ce que le site vous a dit en dernier ? | true",
        "fr | Verstehe. Was stand da und wer war das? | false",
        "ja | それはいつ起きましたか？ | true",
        "ja | When did that happen to you? | false",
        "ru | Когда это случилось? | true",
        "sw | Ilitokea lini na wapi? | true"
      })
  void theLanguageIsTheStudys(String language, String answer, boolean fine) {
    var wish = Fixture.wishIn(language, OPENAI, "?", "…");
    assertThat(judge(answer, wish) instanceof Verdict.Fine).isEqualTo(fine);
  }

  @Test
  void ofAnAnswerThatGrowsOnlyWholeFineSentencesAreShown() {
    var wish = wish();
    assertThat(Guards.showable("So the tracking stood", wish)).isEmpty();
    assertThat(Guards.showable("So the tracking stood still.", wish)).isEmpty();
    assertThat(Guards.showable("So the tracking stood still. Whi", wish))
        .isEqualTo("So the tracking stood still.");
    assertThat(Guards.showable("**So** the tracking stood still. Whi", wish)).isEmpty();
    assertThat(Guards.showable("As an AI I see. Whi", wish)).isEmpty();
  }

  @Test
  void whatWasWrongIsToldInWords() {
    assertThat(Guards.complaint(List.of("markdown", "link", "no-question")))
        .isEqualTo(
            "it held a link or an address; leave it out; it asked nothing; end with one question");
    assertThat(Guards.complaint(List.of("question")))
        .isEqualTo("no question belongs here; say it without one");
  }
}

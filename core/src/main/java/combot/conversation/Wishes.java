package combot.conversation;

import combot.study.Choice;
import combot.study.LanguageModel;
import combot.study.Prompt;
import combot.study.Sha256;
import combot.study.Step;
import combot.study.Study;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a study wants a language model to say. */
public final class Wishes {
  private Wishes() {}

  /**
   * The words wanted in place of a turn that the engine gave.
   *
   * @param state after the message that is answered
   * @param said the conversation so far, that message last
   * @return empty where the study has no prompt for the turn's text, or no model, in this
   *     condition; where nothing was said yet; and from the contact on, since what is given there
   *     goes to no model
   */
  public static Optional<Wish> of(Study study, State state, BotTurn turn, List<Utterance> said) {
    return said.isEmpty() || isScripted(turn.kind()) || gaveContact(study, state)
        ? Optional.empty()
        : study
            .generation()
            .flatMap(it -> it.model().find(state.condition(), state.complaintClass()))
            .flatMap(model ->
                prompt(study, state, turn)
                    .map(prompt -> wish(study, state, turn, said, model.value(), prompt)));
  }

  private static boolean isScripted(BotTurn.Kind kind) {
    return switch (kind) {
      case SAY, ASK, PROBE -> false;
      case CONTACT, CONTACT_AGAIN, FINISH -> true;
    };
  }

  private static boolean gaveContact(Study study, State state) {
    return study.flow().stream()
        .limit(state.step())
        .anyMatch(step -> step instanceof Step.Contact contact && contact.kind() != Step.Kind.NONE);
  }

  private static Optional<Choice.Variant<Prompt>> prompt(Study study, State state, BotTurn turn) {
    var source = turn.source();
    var name = study.texts().containsKey(source) ? source : source.replaceFirst("#\\d+$", "");
    return Optional.ofNullable(study.prompts().get(name))
        .flatMap(it -> it.find(state.condition(), state.complaintClass()));
  }

  private static Wish wish(
      Study study,
      State state,
      BotTurn turn,
      List<Utterance> said,
      LanguageModel model,
      Choice.Variant<Prompt> prompt) {
    var first = prompt.value().first();
    var template =
        first != null && Wording.isFirst(study, state) ? first : prompt.value().instructions();
    return new Wish(
        turn,
        model,
        Prompt.filled(template, values(study, state, turn, said)),
        Sha256.of(template),
        prompt.when().named(),
        study.language(),
        said);
  }

  private static Map<String, String> values(
      Study study, State state, BotTurn turn, List<Utterance> said) {
    var values = new HashMap<>(state.condition().levels());
    var meaning = study.classes().get(state.complaintClass());
    values.put("class", Objects.requireNonNullElse(meaning, ""));
    values.put("last_message", quoted(said.getLast()));
    values.put("transcript", said.stream().map(Wishes::line).collect(Collectors.joining("\n")));
    values.put("scripted", turn.text());
    values.put("language", Locale.forLanguageTag(study.language()).getDisplayName(Locale.ENGLISH));
    return values;
  }

  private static String line(Utterance utterance) {
    return switch (utterance.speaker()) {
      case BOT -> "Assistant: " + untagged(utterance.text());
      case PARTICIPANT -> "Participant: " + quoted(utterance);
    };
  }

  private static String quoted(Utterance utterance) {
    return "<participant>" + untagged(utterance.text()) + "</participant>";
  }

  /** Without angle brackets, so that nothing in a message can end the tag that it stands in. */
  private static String untagged(String text) {
    return text.replace('<', '‹').replace('>', '›');
  }
}

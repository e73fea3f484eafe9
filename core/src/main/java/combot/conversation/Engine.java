package combot.conversation;

import combot.study.Condition;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Leads a conversation through a study's flow.
 *
 * <p>A state names the step that waits for a message. A message either answers that step, and the
 * engine walks on, saying what the steps say, until one waits again or the flow ends; or it leaves
 * everything as it was. The condition never changes on the way: each text is looked up under the
 * condition of the state.
 */
public final class Engine {
  private Engine() {}

  /**
   * Begins a conversation.
   *
   * @return what the bot says first, and the state in which it waits
   */
  public static Ask.Advanced open(Study study, Condition condition, long seed) {
    if (walk(study, State.initial(condition, seed), null, new ArrayList<>(), Optional.empty())
        instanceof Ask.Advanced opened) {
      return opened;
    }
    throw new IllegalStateException(
        "the flow of " + study.id() + " classifies before anything was said");
  }

  /** Takes a message, of any content and at any state. */
  public static Ask said(Study study, State state, String message) {
    if (state.step() >= study.flow().size()) {
      return new Ask.Over();
    }
    if (isBlank(message)) {
      return new Ask.Blank();
    }
    return switch (study.flow().get(state.step())) {
      case Step.Probe probe when state.round() + 1 < probe.times() -> {
        int round = state.round() + 1;
        var next = state.at(state.step(), round).accepted();
        yield new Ask.Advanced(List.of(question(study, next, probe)), next, Optional.empty());
      }
      case Step.Contact contact -> {
        var given = Contacts.parse(contact.kind(), message);
        yield given.isPresent()
            ? walk(study, onwards(state), message, new ArrayList<>(), given)
            : new Ask.AskedAgain(text(study, state, BotTurn.Kind.CONTACT_AGAIN, contact.invalid()));
      }
      case Step.Ask _, Step.Probe _, Step.Say _, Step.Classify _, Step.Finish _ ->
          walk(study, onwards(state), message, new ArrayList<>(), Optional.empty());
    };
  }

  /**
   * Goes on after a question to the classifier.
   *
   * @param scores probability by class; classes that the study does not have are ignored
   */
  public static Ask resume(Study study, Ask.Classify asked, SequencedMap<String, Double> scores) {
    var state = asked.state();
    if (!(study.flow().get(state.step()) instanceof Step.Classify step)) {
      throw new IllegalStateException(
          "step " + state.step() + " of " + study.id() + " classifies nothing");
    }
    var found = Classes.decide(step, study.classes().sequencedKeySet(), asked.text(), scores);
    return walk(
        study,
        state.classified(found, scores).at(state.step() + 1, 0),
        asked.text(),
        new ArrayList<>(),
        Optional.empty());
  }

  /** What the bot says where the conversation is over: its last words again. */
  public static BotTurn lastWords(Study study, State state) {
    return text(study, state, BotTurn.Kind.FINISH, finish(study).say());
  }

  /** The step that ends the flow. */
  public static Step.Finish finish(Study study) {
    return (Step.Finish) study.flow().getLast();
  }

  private static State onwards(State state) {
    return state.at(state.step() + 1, 0).accepted();
  }

  private static Ask walk(
      Study study, State from, String message, List<BotTurn> replies, Optional<String> contact) {
    var state = from;
    while (state.step() < study.flow().size()) {
      switch (study.flow().get(state.step())) {
        case Step.Say say -> replies.add(text(study, state, BotTurn.Kind.SAY, say.text()));
        case Step.Ask ask -> {
          replies.add(text(study, state, BotTurn.Kind.ASK, ask.text()));
          return new Ask.Advanced(replies, state, contact);
        }
        case Step.Classify _ -> {
          if (!replies.isEmpty()) {
            throw new IllegalStateException(
                "a classification must follow the message at once, in " + study.id());
          }
          return new Ask.Classify(message, state);
        }
        case Step.Probe probe -> {
          replies.add(question(study, state, probe));
          return new Ask.Advanced(replies, state, contact);
        }
        case Step.Contact ask -> {
          if (ask.kind() != Step.Kind.NONE) {
            replies.add(text(study, state, BotTurn.Kind.CONTACT, ask.ask()));
            return new Ask.Advanced(replies, state, contact);
          }
        }
        case Step.Finish finish ->
            replies.add(text(study, state, BotTurn.Kind.FINISH, finish.say()));
      }
      state = state.at(state.step() + 1, 0);
    }
    return new Ask.Advanced(replies, state, contact);
  }

  private static BotTurn text(Study study, State state, BotTurn.Kind kind, String name) {
    var variant = study.texts().get(name).pick(state.condition(), state.complaintClass());
    return BotTurn.of(kind, variant.value(), name, variant.when());
  }

  private static BotTurn question(Study study, State state, Step.Probe probe) {
    if (state.round() == 0 && Questions.opensOtherwise(state, probe)) {
      return text(study, state, BotTurn.Kind.PROBE, probe.opening());
    }
    var pool = study.pools().get(probe.pool()).pick(state.condition(), state.complaintClass());
    int number = Questions.draw(study, state, probe, pool.value().size());
    return BotTurn.of(
        BotTurn.Kind.PROBE,
        pool.value().get(number),
        probe.pool() + "#" + (number + 1),
        pool.when());
  }

  /** Blank to a person: white space, format and control characters, and nothing else. */
  private static boolean isBlank(String message) {
    return message
        .codePoints()
        .allMatch(c ->
            Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || Character.isISOControl(c));
  }
}

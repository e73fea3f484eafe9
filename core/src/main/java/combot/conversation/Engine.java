package combot.conversation;

import combot.study.Condition;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
   * @throws IllegalStateException if the flow classifies before anybody said anything, which the
   *     check of a study rules out
   */
  public static Ask.Advanced open(Study study, Condition condition, long seed) {
    if (walk(study, State.initial(condition, seed), null, List.of(), Optional.empty())
        instanceof Ask.Advanced opened) {
      return opened;
    }
    throw new IllegalStateException(
        "the flow of " + study.id() + " classifies before anything was said");
  }

  /**
   * The state of a conversation that waits for its next message after {@code progress}, for a
   * client that comes in the middle: the one that {@code progress} messages would have led to.
   *
   * @param progress messages that count as said; from {@link #waiting} on, all is over
   * @param complaintClass what the flow found if it classifies before; {@code null} for the step's
   *     {@code otherwise}
   * @param scores what the classifier gave if the flow classifies before; empty if unknown
   * @throws IllegalArgumentException if {@code progress} is negative, or the study has no such
   *     class
   */
  public static State enter(
      Study study,
      Condition condition,
      long seed,
      int progress,
      String complaintClass,
      SequencedMap<String, Double> scores) {
    if (progress < 0) {
      throw new IllegalArgumentException("progress must be >= 0, was " + progress);
    }
    if (complaintClass != null && !study.classes().containsKey(complaintClass)) {
      throw new IllegalArgumentException(
          "class must be one of " + study.classes().keySet() + ", was " + complaintClass);
    }
    var state = State.initial(condition, seed);
    for (var step : study.flow()) {
      int left = progress - state.progress();
      if (left < waits(step)) {
        return state.accepted(left).at(state.step(), left);
      }
      if (step instanceof Step.Classify classify) {
        state =
            state.classified(
                Objects.requireNonNullElse(complaintClass, classify.otherwise()), scores);
      }
      state = state.accepted(waits(step)).at(state.step() + 1, 0);
    }
    return state;
  }

  /** How many messages the flow waits for from beginning to end, invalid contacts not counted. */
  public static int waiting(Study study) {
    return study.flow().stream().mapToInt(Engine::waits).sum();
  }

  private static int waits(Step step) {
    return switch (step) {
      case Step.Ask _ -> 1;
      case Step.Probe probe -> probe.times();
      case Step.Contact contact -> contact.kind() == Step.Kind.NONE ? 0 : 1;
      case Step.Say _, Step.Classify _, Step.Finish _ -> 0;
    };
  }

  /**
   * Takes a message, of any content and at any state that {@link #open}, this, {@link #resume} or
   * {@link #enter} gave for this study.
   */
  public static Ask said(Study study, State state, String message) {
    if (isOver(study, state)) {
      return new Ask.Over();
    }
    if (Messages.isBlank(message)) {
      return new Ask.Blank();
    }
    var contact = Optional.<String>empty();
    if (study.flow().get(state.step()) instanceof Step.Contact step) {
      contact = Contacts.parse(step.kind(), message);
      if (contact.isEmpty()) {
        return new Ask.AskedAgain(
            Wording.text(study, state, BotTurn.Kind.CONTACT_AGAIN, step.invalid()));
      }
    }
    int round = state.round() + 1;
    boolean stays = round < waits(study.flow().get(state.step()));
    var next = stays ? state.at(state.step(), round) : state.at(state.step() + 1, 0);
    return walk(study, next.accepted(1), message, List.of(), contact);
  }

  /**
   * Goes on after a question to the classifier.
   *
   * @param scores probability by class; classes that the study does not have are ignored
   * @throws IllegalStateException if the state's step classifies nothing: it is another study's
   */
  public static Ask resume(Study study, Ask.Classify asked, SequencedMap<String, Double> scores) {
    var state = asked.state();
    if (!(study.flow().get(state.step()) instanceof Step.Classify step)) {
      throw new IllegalStateException(
          "step " + state.step() + " of " + study.id() + " classifies nothing");
    }
    var found = Classes.decide(step, study.classes().sequencedKeySet(), asked.text(), scores);
    var next = state.classified(found, scores).at(state.step() + 1, 0);
    return walk(study, next, asked.text(), asked.replies(), asked.contact());
  }

  /** Whether the flow has ended. */
  public static boolean isOver(Study study, State state) {
    return state.step() >= study.flow().size();
  }

  /** What the bot says where the conversation is over: its last words again. */
  public static BotTurn lastWords(Study study, State state) {
    return Wording.text(study, state, BotTurn.Kind.FINISH, finish(study).say());
  }

  /** The step that ends the flow. */
  public static Step.Finish finish(Study study) {
    return (Step.Finish) study.flow().getLast();
  }

  private static Ask walk(
      Study study, State from, String message, List<BotTurn> before, Optional<String> contact) {
    var replies = new ArrayList<>(before);
    var state = from;
    while (state.step() < study.flow().size()) {
      var step = study.flow().get(state.step());
      switch (step) {
        case Step.Say say -> replies.add(Wording.text(study, state, BotTurn.Kind.SAY, say.text()));
        case Step.Ask ask -> replies.add(Wording.text(study, state, BotTurn.Kind.ASK, ask.text()));
        case Step.Probe probe -> replies.add(Wording.question(study, state, probe));
        case Step.Contact ask when waits(ask) > 0 ->
            replies.add(Wording.text(study, state, BotTurn.Kind.CONTACT, ask.ask()));
        case Step.Contact _ -> {}
        case Step.Classify _ -> {
          return new Ask.Classify(message, state, replies, contact);
        }
        case Step.Finish finish ->
            replies.add(Wording.text(study, state, BotTurn.Kind.FINISH, finish.say()));
      }
      if (waits(step) > 0) {
        break;
      }
      state = state.at(state.step() + 1, 0);
    }
    return new Ask.Advanced(replies, state, contact);
  }
}

package combot.conversation;

import combot.study.Condition;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/** One conversation as it goes on: what a shell does with the engine, without a database. */
final class Conversation {
  final Study study;
  final SequencedMap<String, Double> scores = new LinkedHashMap<>();
  final List<BotTurn> said = new ArrayList<>();

  /** What a model was shown, and would be. */
  final List<Utterance> heard = new ArrayList<>();

  /** What was wanted of a model. */
  final List<Wish> wishes = new ArrayList<>();

  State state;

  Conversation(Study study, Condition condition, long seed) {
    this.study = study;
    var random = new Random(seed);
    study.classes().sequencedKeySet().forEach(c -> scores.put(c, random.nextDouble()));
    var opened = Engine.open(study, condition, seed);
    said.addAll(opened.replies());
    opened.replies().forEach(this::hear);
    state = opened.next();
  }

  private void hear(BotTurn turn) {
    heard.add(new Utterance(Utterance.Speaker.BOT, turn.text()));
  }

  /** Any of the study's conditions, by seed. */
  static Conversation any(Study study, long seed) {
    var conditions = study.conditions();
    return new Conversation(
        study, conditions.get((int) Math.floorMod(seed, (long) conditions.size())), seed);
  }

  Ask.Done say(String message) {
    var ask = Engine.said(study, state, message);
    while (ask instanceof Ask.Classify classify) {
      ask = Engine.resume(study, classify, scores);
    }
    if (ask instanceof Ask.Advanced advanced) {
      said.addAll(advanced.replies());
      state = advanced.next();
      heard.add(new Utterance(Utterance.Speaker.PARTICIPANT, message));
      for (var reply : advanced.replies()) {
        Wishes.of(study, state, reply, heard).ifPresent(wishes::add);
      }
      advanced.replies().forEach(this::hear);
    }
    return (Ask.Done) ask;
  }

  boolean isOver() {
    return state.step() == study.flow().size();
  }

  /** A message that the step which waits accepts. */
  String acceptable() {
    return study.flow().get(state.step()) instanceof Step.Contact contact
        ? contact.kind() == Step.Kind.EMAIL ? "me@example.com" : "5f3a9c1b2d4e"
        : "It broke after " + state.progress() + " days";
  }

  /** Plays to the end with messages that are accepted. */
  Conversation toTheEnd() {
    while (!isOver()) {
      say(acceptable());
    }
    return this;
  }
}

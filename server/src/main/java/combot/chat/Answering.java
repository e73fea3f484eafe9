package combot.chat;

import combot.classifier.Classifier;
import combot.conversation.Ask;
import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.store.Exchange;
import combot.store.Journal;
import combot.store.LoadTests;
import combot.store.Opening;
import combot.store.Pending;
import combot.store.Records;
import combot.store.Store;
import combot.store.Turn;
import combot.study.Step;
import combot.study.Study;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers messages.
 *
 * <p>Scripted words: a message is answered from what was read, and written with its answer, only if
 * nothing else was written to its conversation meanwhile; if so, it is answered anew.
 *
 * <p>A model's words: the message is written first, claimed for as long as the model may think;
 * then the answer, if the claim still stands. Whoever brings the same message, or another one,
 * waits for that answer. If none came while the claim held, its process has died: they answer the
 * stored message in its place, and take the claim from it. So each message has one answer, and a
 * model is mostly asked once. Safe for many threads and processes.
 */
final class Answering {

  /** How often it is looked whether another process has answered. */
  private static final Duration LOOKS_EVERY = Duration.ofMillis(100);

  /** How long an answer may take to be stored once its words are there. */
  private static final Duration TO_STORE = Duration.ofSeconds(1);

  private final Studies studies;
  private final Store store;
  private final Classifier classifier;
  private final TurnLimit limit;
  private final Voice voice;
  private final Generating generating;
  private final Tally tally;
  private final InstantSource clock;

  Answering(
      Studies studies,
      Store store,
      Classifier classifier,
      TurnLimit limit,
      Voice voice,
      Tally tally,
      InstantSource clock) {
    this.studies = studies;
    this.store = store;
    this.classifier = classifier;
    this.limit = limit;
    this.voice = voice;
    this.generating = new Generating(store.records(), voice);
    this.tally = tally;
    this.clock = clock;
  }

  /** As {@link Chat#say}; empty where the token opens no conversation of an accepted origin. */
  Optional<Answer> say(Said said, Predicate<Conversation.Origin> accepted) {
    var effort = new Effort();
    boolean counted = false;
    boolean waited;
    do {
      var found =
          store
              .records()
              .find(said.token(), said.turnId())
              .filter(it -> accepted.test(it.conversation().origin()));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var conversation = found.get().conversation();
      var study = studies.ofVersion(conversation.studyVersion());
      var repeats = found.get().repeats();
      if (repeats.isPresent()) {
        checkSame(said, repeats.get());
      } else {
        checkLength(study, said.text());
        if (!counted) {
          limit.admit(conversation.id());
          counted = true;
        }
      }
      // What is answered already need not wait for what came later.
      var pending =
          found
              .get()
              .pending()
              .filter(it -> repeats.isEmpty() || it.turnId().equals(said.turnId()));
      var answer =
          pending.isPresent()
              ? finish(study, conversation, pending.get(), said, effort)
                  .filter(_ -> pending.get().turnId().equals(said.turnId()))
              : repeats.isPresent()
                  ? Optional.of(repeated(study, conversation, repeats.get()))
                  : answer(study, conversation, said, effort);
      if (answer.isPresent()) {
        return answer;
      }
      waited = pending.isPresent();
    } while (effort.isWorthAnotherTry());
    throw waited ? new UnansweredException() : new ContendedException();
  }

  private static void checkSame(Said said, Records.Repeat repeat) {
    if (!repeat.isOf(said.text())) {
      throw new IdReusedException("turnId", "it is the id of another message");
    }
  }

  private static void checkLength(Study study, String text) {
    int limit = study.limits().message();
    if (text.length() > limit) {
      throw new MessageTooLongException(text.length(), limit);
    }
  }

  private Answer repeated(Study study, Conversation conversation, Records.Repeat repeat) {
    var replies =
        store.records().turns(conversation.id(), repeat.number()).stream()
            .takeWhile(turn -> turn.role() == Turn.Role.BOT)
            .toList();
    return Answer.again(study, conversation, replies, modelTime(study, conversation, replies));
  }

  private Duration modelTime(Study study, Conversation conversation, List<Turn> replies) {
    return LoadTests.isOne(conversation.studyId()) && study.generation().isPresent()
        ? store.records().modelTime(conversation.id(), replies)
        : Duration.ZERO;
  }

  /** The answer, or empty if the conversation moved on meanwhile. */
  private Optional<Answer> answer(
      Study study, Conversation conversation, Said said, Effort effort) {
    boolean stale = said.after().isPresent() && said.after().getAsInt() != conversation.turns();
    if (stale && !Engine.isOver(study, conversation.state())) {
      return Optional.of(Answer.unchanged(Answer.Outcome.MOVED_ON, study, conversation));
    }
    var done = think(study, conversation.state(), said.text());
    if (done instanceof Ask.Blank) {
      return Optional.of(Answer.unchanged(Answer.Outcome.BLANK, study, conversation));
    }
    if (done instanceof Ask.Over) {
      return Optional.of(Answer.unchanged(Answer.Outcome.OVER, study, conversation));
    }
    var exchange = exchange(study, conversation, said, done, effort.elapsed());
    if (Generating.isWanted(study, exchange)) {
      long deadline = effort.deadline(study.generation());
      return store.journal().claim(exchange, leaseUntil(deadline))
          ? complete(study, exchange, said.listener(), deadline, effort::elapsed)
          : Optional.empty();
    }
    return store.journal().append(exchange)
        ? Optional.of(stored(study, exchange))
        : Optional.empty();
  }

  /** Has the words of a claimed message's answer found; empty if another process took it over. */
  private Optional<Answer> complete(
      Study study,
      Exchange claimed,
      Optional<Listener> listener,
      long deadline,
      Supplier<Duration> elapsed) {
    var streamed = new AtomicBoolean();
    int first = claimed.before().turns() + 2;
    var replies =
        generating.replies(
            study,
            claimed,
            deadline,
            listener.map(it ->
                text -> {
                  streamed.set(true);
                  it.hears(first, text);
                }));
    var timings = timings(study, claimed.before(), replies, elapsed.get(), streamed.get());
    var exchange = claimed.answered(replies, timings, clock.instant());
    return store.journal().complete(exchange)
        ? Optional.of(stored(study, exchange))
        : Optional.empty();
  }

  private Answer stored(Study study, Exchange exchange) {
    tally.stored(study, exchange);
    return Answer.of(study, exchange);
  }

  private Instant leaseUntil(long deadline) {
    return clock.instant().plusNanos(deadline - System.nanoTime()).plus(TO_STORE);
  }

  /**
   * Waits a moment while the message may still be answered by who claimed it; from then on answers
   * it.
   *
   * @return empty: look again
   */
  private Optional<Answer> finish(
      Study study, Conversation conversation, Pending pending, Said said, Effort effort) {
    if (clock.instant().isBefore(pending.leaseUntil())) {
      voice.aside().waiting(Answering::pause);
      effort.beginAnew();
      return Optional.empty();
    }
    var listener = said.listener().filter(_ -> pending.turnId().equals(said.turnId()));
    var answer = takeOver(study, conversation, pending, listener, effort);
    effort.beginAnew();
    return answer;
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOKS_EVERY);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException();
    }
  }

  private Optional<Answer> takeOver(
      Study study,
      Conversation conversation,
      Pending pending,
      Optional<Listener> listener,
      Effort effort) {
    var message = store.records().turns(conversation.id(), conversation.turns() - 1).getFirst();
    var said =
        new Said(null, pending.turnId(), message.text(), OptionalInt.empty(), Optional.empty());
    var before = conversation.beforeLastTurn();
    var done = think(study, before.state(), message.text());
    var exchange = exchange(study, before, said, done, Duration.ZERO);
    effort.beginAnew();
    long deadline = effort.deadline(study.generation());
    return store.journal().takeOver(conversation, pending, leaseUntil(deadline))
        ? complete(study, exchange, listener, deadline, () -> since(message.at()))
        : Optional.empty();
  }

  /** By the clocks of two processes, perhaps of two machines. */
  private Duration since(Instant came) {
    var age = Duration.between(came, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private Ask.Done think(Study study, State state, String text) {
    var ask = Engine.said(study, state, text);
    while (true) {
      switch (ask) {
        case Ask.Classify classify ->
            ask = Engine.resume(study, classify, classifier.scores(classify.text()));
        case Ask.Done done -> {
          return done;
        }
      }
    }
  }

  private Exchange exchange(
      Study study, Conversation before, Said said, Ask.Done done, Duration computed) {
    var asked =
        study.flow().get(before.state().step()) instanceof Step.Contact step ? step.kind() : null;
    List<BotTurn> replies;
    var next = before.state();
    var contact = Optional.<String>empty();
    switch (done) {
      case Ask.AskedAgain(var reply) -> replies = List.of(reply);
      case Ask.Advanced advanced -> {
        replies = advanced.replies();
        next = advanced.next();
        contact = advanced.contact();
      }
      case Ask.Blank _, Ask.Over _ ->
          throw new IllegalArgumentException("nothing is stored of " + done);
    }
    return new Exchange(
        before,
        said.turnId(),
        said.text(),
        asked == null ? Turn.MESSAGE : Turn.CONTACT,
        replies,
        timings(study, before, replies, computed, false),
        next,
        contact.map(value -> new Exchange.Contact(asked.name(), value)),
        Engine.isOver(study, next),
        asked == null ? Optional.empty() : said.clientSeconds(),
        clock.instant());
  }

  private static List<Turn.Timing> timings(
      Study study,
      Conversation before,
      List<BotTurn> replies,
      Duration computed,
      boolean streamed) {
    return Timings.of(
        study, before.state().seed(), before.turns() + 2, replies, computed, streamed);
  }

  /** As {@link Chat#sayAlone}. */
  Linked sayAlone(Opening opening, LoneTurn turn, String turnId) {
    var effort = new Effort();
    var study = opening.study();
    checkLength(study, turn.text());
    var state = stateFor(study, turn);
    var done = think(study, state, turn.text());
    var nobody = opening.conversation("", state, 0);
    if (done instanceof Ask.Blank) {
      return new Linked(Optional.empty(), Answer.unchanged(Answer.Outcome.BLANK, study, nobody));
    }
    var token = opening.token();
    var said = new Said(token, turnId, turn.text(), OptionalInt.empty(), turn.clientSeconds());
    var computed = effort.elapsed();
    boolean wanted = Generating.isWanted(study, exchange(study, nobody, said, done, computed));
    long deadline = effort.deadline(study.generation());
    var answer =
        store
            .journal()
            .beginUnlinked(
                opening,
                state,
                before -> exchange(study, before, said, done, computed),
                wanted ? leaseUntil(deadline) : null)
            .flatMap(begun ->
                wanted
                    ? complete(study, begun, Optional.empty(), deadline, effort::elapsed)
                    : Optional.of(stored(study, begun)))
            .or(() -> say(said, _ -> true));
    return new Linked(Optional.of(token), answer.orElseThrow(UnknownTokenException::new));
  }

  private State stateFor(Study study, LoneTurn turn) {
    long seed = Journal.freshSeed();
    var start = Engine.enter(study, turn.condition(), seed, 0, null, new LinkedHashMap<>());
    int index = turn.index().orElse(0);
    if (index <= 0 || index >= Engine.waiting(study)) {
      return start;
    }
    if (index == 1 && think(study, start, turn.text()) instanceof Ask.Advanced(_, var next, _)) {
      return Engine.enter(study, turn.condition(), seed, 1, next.complaintClass(), next.scores());
    }
    return Engine.enter(
        study, turn.condition(), seed, index, turn.complaintClass(), new LinkedHashMap<>());
  }
}

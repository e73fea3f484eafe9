package combot.chat;

import combot.classifier.Classifier;
import combot.conversation.Ask;
import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.store.Exchange;
import combot.store.Journal;
import combot.store.Opening;
import combot.store.Records;
import combot.store.Store;
import combot.store.Token;
import combot.store.Turn;
import combot.study.Step;
import combot.study.Study;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Conversations, from their beginning to their end.
 *
 * <p>Safe for use by many threads and by several processes on one database: a message is answered
 * from what was read, and written only if nothing else was written to its conversation meanwhile;
 * if so, it is answered anew. Every method throws {@link combot.store.StoreException} if the
 * database fails; what was not stored then may be sent again.
 */
public final class Chat {

  /** How long a conversation that was only opened keeps its slot. */
  public static final Duration LEASE = Duration.ofMinutes(10);

  /**
   * How long a message is tried for, where others write to its conversation. With the bounded waits
   * for a connection, the classifier and the commit it has its answer, or an error that says to try
   * again, within 30 s.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Who said something within it is there. */
  private static final Duration ACTIVE = Duration.ofMinutes(5);

  private static final Duration AT_ONCE = Duration.ofMillis(500);

  private final Studies studies;
  private final Store store;
  private final Classifier classifier;
  private final TurnLimit limit;
  private final Admission admission;
  private final InstantSource clock;
  private final Tally tally = new Tally();

  public Chat(
      Studies studies,
      Store store,
      Classifier classifier,
      TurnLimit limit,
      Admission admission,
      InstantSource clock) {
    this.studies = studies;
    this.store = store;
    this.classifier = classifier;
    this.limit = limit;
    this.admission = admission;
    this.clock = clock;
  }

  /**
   * Begins the conversation of somebody who consented, if new ones may begin; or goes on with the
   * one they have.
   */
  public Opened begin(Arrival arrival) {
    return begin(arrival, Conversation.Origin.PAGE, null);
  }

  /**
   * Opens a conversation whose slot is only leased until its first message, or gives again the one
   * that {@code held} opens: if it was opened so, is of the same study, agrees with the levels that
   * the arrival fixes, is not finished, and has not rested longer than its study allows.
   *
   * @param held a token that the arrival brings along
   */
  public Opened open(Arrival arrival, Optional<Token> held) {
    var open = held.flatMap(this::readCompatibly).filter(view -> isUnfinished(view, arrival));
    return open.isPresent()
        ? new Opened.Conversing(held.get(), open.get(), false)
        : begin(arrival, Conversation.Origin.API, clock.instant().plus(LEASE));
  }

  private boolean isUnfinished(View view, Arrival arrival) {
    var conversation = view.conversation();
    var until = conversation.updatedAt().plus(view.study().limits().idle());
    return conversation.origin() == Conversation.Origin.API
        && conversation.status() != Conversation.Status.FINISHED
        && conversation.studyId().equals(arrival.study().id())
        && conversation.state().condition().agreesWith(arrival.stratum())
        && !clock.instant().isAfter(until);
  }

  private Opened begin(Arrival arrival, Conversation.Origin origin, Instant leasedUntil) {
    var token = Token.random();
    var opening = opening(arrival, origin, token, leasedUntil);
    var result =
        admission.admitsNewcomers() ? Optional.of(store.journal().begin(opening)) : resume(opening);
    if (result.isEmpty()) {
      tally.sentAway();
      return new Opened.Later();
    }
    return opened(arrival, token, result.get());
  }

  /** Newcomers who come again and again while they are kept out keep nobody from writing. */
  private Optional<Opening.Result> resume(Opening opening) {
    return store.records().mayResume(opening) ? store.journal().resume(opening) : Optional.empty();
  }

  private Opened opened(Arrival arrival, Token token, Opening.Result result) {
    return switch (result) {
      case Opening.Result.Begun(var conversation, var turns) -> {
        var view = new View(arrival.study(), conversation, turns);
        tally.begun(view);
        yield new Opened.Conversing(token, view, true);
      }
      case Opening.Result.Resumed(var id) -> new Opened.Conversing(token, view(id), false);
      case Opening.Result.Full() -> new Opened.Full();
      case Opening.Result.RequestIdTaken() ->
          throw new IdReusedException("requestId", "it began the conversation of somebody else");
    };
  }

  /** Tells what is said and how far people get. */
  public void bindTo(PrometheusRegistry registry) {
    studies.all().forEach(tally::expect);
    tally.bindTo(registry);
    GaugeWithCallback.builder()
        .name("combot_conversations_active")
        .help(
            "Conversations of the whole installation with a turn in the last 5 min, not finished, and opened at most a day ago. Every worker tells the same number: take their maximum.")
        .callback(gauge -> active().ifPresent(gauge::call))
        .register(registry);
  }

  /** Empty where the database does not tell at once. */
  private OptionalLong active() {
    var since = clock.instant().minus(ACTIVE);
    return CompletableFuture.supplyAsync(
            () -> OptionalLong.of(store.records().active(since)), Thread::startVirtualThread)
        .exceptionally(_ -> OptionalLong.empty())
        .completeOnTimeout(OptionalLong.empty(), AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** What is under way in studies that are not served any more, in a sentence. */
  public String unserved() {
    var told =
        store.records().activeByStudy(clock.instant().minus(ACTIVE)).entrySet().stream()
            .filter(study -> studies.find(study.getKey()).isEmpty())
            .map(study -> study.getKey() + " " + study.getValue())
            .collect(Collectors.joining(", "));
    return "conversations under way in studies that are not served, with a turn in the last 5 min: "
        + (told.isEmpty() ? "none" : told);
  }

  /** Conversations begun here since the start. */
  public long begun() {
    return tally.begun();
  }

  private Opening opening(
      Arrival arrival, Conversation.Origin origin, Token token, Instant leasedUntil) {
    return new Opening(
        arrival.study(),
        origin,
        arrival.stratum(),
        arrival.requestId(),
        arrival.panelId(),
        arrival.parameters(),
        token,
        clock.instant(),
        leasedUntil);
  }

  private View view(String conversationId) {
    return view(store.records().byId(conversationId, null).orElseThrow().conversation());
  }

  private View view(Conversation conversation) {
    var study = studies.ofVersion(conversation.studyVersion());
    return new View(study, conversation, store.records().turns(conversation.id(), 0));
  }

  /** The conversation so far; empty for an unknown token. */
  public Optional<View> read(Token token) {
    return store.records().find(token, null).map(found -> view(found.conversation()));
  }

  /**
   * As {@link #read}, but the participant page's conversations stay closed: what the
   * original-compatible API answers tells the condition, which their participants must not learn.
   */
  public Optional<View> readCompatibly(Token token) {
    return store
        .records()
        .find(token, null)
        .map(Records.Found::conversation)
        .filter(conversation -> conversation.origin().isCompatible())
        .map(this::view);
  }

  /** Makes a token that {@link #readCompatibly} takes open nothing any more. */
  public void forgetCompatibly(Token token) {
    if (readCompatibly(token).isPresent()) {
      store.journal().forget(token);
    }
  }

  /** Whether the database answers and takes what is written. */
  public boolean isReady() {
    return store.isUsable();
  }

  /**
   * Answers a message.
   *
   * @throws UnknownTokenException if its token opens no conversation
   * @throws MessageTooLongException if it is longer than the study takes
   * @throws IdReusedException if its turn id was given to another message
   * @throws TooManyTurnsException if its conversation had too many in this minute, and it is no
   *     repetition of one that is stored
   * @throws ContendedException if others wrote to the conversation all the time; nothing was stored
   * @throws combot.classifier.ClassifierBusyException if it could not be classified in time;
   *     nothing was stored
   */
  public Answer say(Said said) {
    return say(said, _ -> true).orElseThrow(UnknownTokenException::new);
  }

  /** As {@link #say}, with the tokens of {@link #readCompatibly}; empty for any other. */
  public Optional<Answer> sayCompatibly(Said said) {
    return say(said, Conversation.Origin::isCompatible);
  }

  private Optional<Answer> say(Said said, Predicate<Conversation.Origin> accepted) {
    long begun = System.nanoTime();
    boolean counted = false;
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
        return Optional.of(repeated(study, conversation, said, repeats.get()));
      }
      checkLength(study, said.text());
      if (!counted) {
        limit.admit(conversation.id());
        counted = true;
      }
      var answer = answer(study, conversation, said);
      if (answer.isPresent()) {
        return answer;
      }
    } while (System.nanoTime() - begun < PATIENCE.toNanos());
    throw new ContendedException();
  }

  private static void checkLength(Study study, String text) {
    int limit = study.limits().message();
    if (text.length() > limit) {
      throw new MessageTooLongException(text.length(), limit);
    }
  }

  /** The answer, or empty if the conversation moved on meanwhile. */
  private Optional<Answer> answer(Study study, Conversation conversation, Said said) {
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
    var exchange = exchange(study, conversation, said, done);
    if (!store.journal().append(exchange)) {
      return Optional.empty();
    }
    tally.stored(study, exchange);
    return Optional.of(Answer.of(study, exchange));
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

  private Exchange exchange(Study study, Conversation before, Said said, Ask.Done done) {
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
        next,
        contact.map(value -> new Exchange.Contact(asked.name(), value)),
        Engine.isOver(study, next),
        asked == null ? Optional.empty() : said.clientSeconds(),
        clock.instant());
  }

  private Answer repeated(
      Study study, Conversation conversation, Said said, Records.Repeat repeat) {
    if (!repeat.isOf(said.text())) {
      throw new IdReusedException("turnId", "it is the id of another message");
    }
    var replies =
        store.records().turns(conversation.id(), repeat.number()).stream()
            .takeWhile(turn -> turn.role() == Turn.Role.BOT)
            .toList();
    return Answer.again(study, conversation, replies);
  }

  /**
   * Answers a message that comes without a conversation, as the next one of a conversation that
   * begins with it. It holds no slot.
   *
   * @return the answer, and a token for what follows; no token where the message was blank and
   *     nothing was stored
   * @throws MessageTooLongException as {@link #say}
   * @throws combot.classifier.ClassifierBusyException as {@link #say}
   */
  public Linked sayAlone(Arrival arrival, LoneTurn turn, String turnId) {
    var study = arrival.study();
    checkLength(study, turn.text());
    var state = stateFor(study, turn);
    var done = think(study, state, turn.text());
    var token = Token.random();
    var opening = opening(arrival, Conversation.Origin.UNLINKED, token, null);
    if (done instanceof Ask.Blank) {
      var nobody = opening.conversation("", state, 0);
      return new Linked(Optional.empty(), Answer.unchanged(Answer.Outcome.BLANK, study, nobody));
    }
    var said = new Said(token, turnId, turn.text(), OptionalInt.empty(), turn.clientSeconds());
    var answer =
        store
            .journal()
            .beginUnlinked(opening, state, before -> exchange(study, before, said, done))
            .map(stored -> {
              tally.stored(study, stored);
              return Answer.of(study, stored);
            })
            .orElseGet(() -> say(said));
    return new Linked(Optional.of(token), answer);
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

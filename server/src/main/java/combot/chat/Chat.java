package combot.chat;

import combot.classifier.Classifier;
import combot.store.Conversation;
import combot.store.Opening;
import combot.store.Records;
import combot.store.Store;
import combot.store.Token;
import combot.study.Generation;
import combot.study.Study;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Conversations, from their beginning to their end.
 *
 * <p>Safe for use by many threads and by several processes on one database. Every method throws
 * {@link combot.store.StoreException} if the database fails; what was not stored then may be sent
 * again.
 */
public final class Chat {

  /** How long a conversation that was only opened keeps its slot. */
  public static final Duration LEASE = Duration.ofMinutes(10);

  /** Who said something within it is there. */
  private static final Duration ACTIVE = Duration.ofMinutes(5);

  private static final Duration AT_ONCE = Duration.ofMillis(500);

  private final Studies studies;
  private final Store store;
  private final Admission admission;
  private final Means means;
  private final Answering answering;
  private final InstantSource clock;
  private final Tally tally = new Tally();

  public Chat(
      Studies studies,
      Store store,
      Classifier classifier,
      TurnLimit limit,
      Admission admission,
      Voice voice,
      InstantSource clock) {
    this.studies = studies;
    this.store = store;
    this.admission = admission;
    this.means = voice.means();
    this.clock = clock;
    this.answering = new Answering(studies, store, classifier, limit, voice, tally, clock);
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
    boolean open = admission.admitsNewcomers();
    var result =
        open && hasMeans(arrival.study())
            ? Optional.of(store.journal().begin(opening))
            : resume(opening);
    return result
        .map(it -> opened(arrival, token, it))
        .orElseGet(() -> open ? new Opened.Full() : later());
  }

  private Opened later() {
    tally.sentAway();
    return new Opened.Later();
  }

  private boolean hasMeans(Study study) {
    boolean stops =
        study.generation().filter(it -> it.atCap() == Generation.AtCap.STOP).isPresent();
    return !stops || means.allowNewcomers(study);
  }

  /** Newcomers who come again and again while they are kept out keep nobody from writing. */
  private Optional<Opening.Result> resume(Opening opening) {
    return store.records().mayResume(opening) ? store.journal().resume(opening) : Optional.empty();
  }

  private Opened opened(Arrival arrival, Token token, Opening.Result result) {
    return switch (result) {
      case Opening.Result.Begun(var conversation, var turns) -> {
        var view = new View(arrival.study(), conversation, turns, clock.instant());
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
    return view(store.records().byId(conversationId, null).orElseThrow());
  }

  /** A message without an answer is not shown yet: whoever said it says it again, and has both. */
  private View view(Records.Found found) {
    var conversation = found.conversation();
    var study = studies.ofVersion(conversation.studyVersion());
    int shown = conversation.turns() - (found.pending().isPresent() ? 1 : 0);
    var turns =
        store.records().turns(conversation.id(), 0).stream()
            .filter(turn -> found.pending().isEmpty() || turn.number() <= shown)
            .toList();
    return new View(study, conversation, turns, clock.instant());
  }

  /** The conversation so far; empty for an unknown token. */
  public Optional<View> read(Token token) {
    return store.records().find(token, null).map(this::view);
  }

  /**
   * As {@link #read}, but the participant page's conversations stay closed: what the
   * original-compatible API answers tells the condition, which their participants must not learn.
   */
  public Optional<View> readCompatibly(Token token) {
    return store
        .records()
        .find(token, null)
        .filter(found -> found.conversation().origin().isCompatible())
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
   * @throws UnansweredException if an earlier message, or this one where it is repeated, waits for
   *     its answer still
   * @throws combot.classifier.ClassifierBusyException if it could not be classified in time;
   *     nothing was stored
   */
  public Answer say(Said said) {
    return answering.say(said, _ -> true).orElseThrow(UnknownTokenException::new);
  }

  /** As {@link #say}, with the tokens of {@link #readCompatibly}; empty for any other. */
  public Optional<Answer> sayCompatibly(Said said) {
    return answering.say(said, Conversation.Origin::isCompatible);
  }

  /**
   * Answers a message that comes without a conversation, as the next one of a conversation that
   * begins with it. It holds no slot.
   *
   * @return the answer, and a token for what follows; no token where the message was blank and
   *     nothing was stored
   * @throws MessageTooLongException as {@link #say}
   * @throws UnansweredException as {@link #say}
   * @throws combot.classifier.ClassifierBusyException as {@link #say}
   */
  public Linked sayAlone(Arrival arrival, LoneTurn turn, String turnId) {
    var opening = opening(arrival, Conversation.Origin.UNLINKED, Token.random(), null);
    return answering.sayAlone(opening, turn, turnId);
  }
}

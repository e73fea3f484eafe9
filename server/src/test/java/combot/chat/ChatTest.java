package combot.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.classifier.Classifier;
import combot.conversation.BotTurn;
import combot.conversation.Utterance;
import combot.store.Recorded;
import combot.store.Store;
import combot.store.StoreException;
import combot.store.Tables;
import combot.store.Token;
import combot.store.Turn;
import combot.study.Generation;
import combot.study.Study;
import combot.study.StudyFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations whose replies a language model writes. */
class ChatTest {

  private record Model() implements Classifier {
    @Override
    public SequencedMap<String, Double> scores(String text) {
      var scores = new LinkedHashMap<String, Double>();
      scores.put("A", 0.9);
      return scores;
    }

    @Override
    public List<String> labels() {
      return List.of("A");
    }

    @Override
    public String modelId() {
      return "a";
    }

    @Override
    public void close() {}
  }

  private static final Path NEWSLETTER = Path.of("..", "studies", "newsletter-tone.yaml");
  private static final Study QUESTIONS =
      Generated.of(StudyFile.read(NEWSLETTER), Set.of("questions"), Generation.AtCap.SCRIPTED);

  /** The lease of a message: the study's 8 s and one more. */
  private static final Duration LEASE = Duration.ofSeconds(9);

  @TempDir Path folder;
  private final List<Store> stores = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-03-02T12:00:00Z");

  @AfterEach
  void close() {
    stores.forEach(Store::close);
    new Tables(folder).check();
  }

  /** Another process on the same database. */
  private Chat chat(Study study, Voice voice) {
    var store = Store.open(folder);
    stores.add(store);
    store.journal().keep(study, "", now);
    var counts = Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker());
    return new Chat(
        new Studies(List.of(study), store),
        store,
        new Model(),
        new TurnLimit(counts, 0, () -> now),
        () -> true,
        voice,
        () -> now);
  }

  private static Arrival arrival(Study study) {
    return new Arrival(study, Map.of(), null, Map.of());
  }

  private static Token begin(Chat chat, Study study) {
    return ((Opened.Conversing) chat.begin(arrival(study))).token();
  }

  private static Said said(Token token, String turnId, String text) {
    return new Said(token, turnId, text, OptionalInt.empty(), Optional.empty());
  }

  private static CompletableFuture<Answer> saying(Chat chat, Said said) {
    return CompletableFuture.supplyAsync(() -> chat.say(said), Thread::startVirtualThread)
        .orTimeout(30, TimeUnit.SECONDS);
  }

  /** A conversation whose first message a model thinks about, in a process of its own. */
  private record Thinking(
      HeldSpeaker model, Chat chat, Token token, CompletableFuture<Answer> answer) {}

  private Thinking thinking(String words) throws InterruptedException {
    var model = new HeldSpeaker(words);
    var chat = chat(QUESTIONS, model.voice());
    var token = begin(chat, QUESTIONS);
    var answer = saying(chat, said(token, "t1", "two of them"));
    model.awaitWaits(1);
    return new Thinking(model, chat, token, answer);
  }

  /** The same, for longer than its lease. */
  private Thinking dead() throws InterruptedException {
    var thinking = thinking("Dead");
    now = now.plus(LEASE);
    return thinking;
  }

  private static List<String> words(Answer answer) {
    return answer.replies().stream().map(Turn::text).toList();
  }

  private List<String> stored(String sql) {
    return new Tables(folder).texts(sql);
  }

  @Test
  void storesTheMessageBeforeTheModelHasAnswered() throws Exception {
    var model = new HeldSpeaker("Hm");
    var chat = chat(QUESTIONS, model.voice());
    var token = begin(chat, QUESTIONS);
    var answer = saying(chat, said(token, "t1", "two of them"));
    model.awaitAsked();

    assertThat(stored("select text from turn where role = 'PARTICIPANT'"))
        .containsExactly("two of them");
    assertThat(stored("select lease_until from conversation"))
        .first()
        .extracting(Long::valueOf)
        .satisfies(until ->
            assertThat(Instant.ofEpochMilli(until)).isAfter(now).isBefore(now.plus(LEASE)));
    assertThat(chat.read(token).orElseThrow().turns()).as("shown with its answer").hasSize(1);

    model.release();
    assertThat(words(answer.get())).hasSize(2).endsWith("Hm 1");
    assertThat(chat.read(token).orElseThrow().turns()).hasSize(4);
    assertThat(stored("select source || ' ' || number from generation")).containsExactly("LLM 4");
    assertThat(model.wishes.getFirst().said())
        .extracting(Utterance::speaker)
        .containsExactly(Utterance.Speaker.BOT, Utterance.Speaker.PARTICIPANT);
    assertThat(model.wishes.getFirst().said().getLast().text()).isEqualTo("two of them");
    assertThat(model.occasions.getFirst().studyId()).isEqualTo(QUESTIONS.id());
  }

  @Test
  void theSameMessageAgainWaitsForTheOneAnswer() throws Exception {
    var first = thinking("Hm");
    var model = first.model();
    var chat = first.chat();
    var token = first.token();
    var again = saying(chat, said(token, "t1", "two of them"));
    model.awaitWaits(2);
    assertThatThrownBy(() -> chat.say(said(token, "t1", "three")))
        .isInstanceOf(IdReusedException.class);
    model.release();

    assertThat(again.get().replies()).isEqualTo(first.answer().get().replies());
    assertThat(again.get().replies()).allMatch(turn -> turn.timing() != null);
    assertThat(model.wishes).hasSize(1);
  }

  @Test
  void whoStopsWaitingIsToldThatTheAnswerIsStillToCome() throws Exception {
    var first = thinking("Hm");
    var model = first.model();
    var chat = first.chat();
    var token = first.token();
    var failure = new CompletableFuture<Throwable>();
    var waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                chat.say(said(token, "t1", "two of them"));
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            });
    model.awaitWaits(1);
    waiting.interrupt();

    assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(UnansweredException.class);
    model.release();
    assertThat(words(first.answer().get())).endsWith("Hm 1");
  }

  @Test
  void aMessageWhoseProcessDiedIsAnsweredByTheNextThatIsAsked() throws Exception {
    var dead = dead();

    var alive = HeldSpeaker.released("Alive");
    var answer = chat(QUESTIONS, alive.voice()).say(said(dead.token(), "t1", "two of them"));
    assertThat(words(answer)).endsWith("Alive 1");
    assertThat(alive.wishes.getFirst().said().getLast().text()).isEqualTo("two of them");
    assertThat(answer.replies().getFirst().timing().computed()).isGreaterThanOrEqualTo(LEASE);

    dead.model().release();
    assertThat(dead.answer().get().replies()).as("it was only slow").isEqualTo(answer.replies());
    assertThat(stored("select source from generation")).hasSize(1);
  }

  @Test
  void anotherMessageIsAnsweredAfterTheOneThatWaits() throws Exception {
    var first = thinking("Hm");
    var model = first.model();
    var chat = first.chat();
    var token = first.token();
    var second = saying(chat, said(token, "t2", "and a third"));
    var stale = saying(chat, new Said(token, "t3", "two", OptionalInt.of(1), Optional.empty()));
    model.awaitWaits(2);
    model.release();

    assertThat(words(first.answer().get())).endsWith("Hm 1");
    assertThat(words(second.get())).containsExactly("Hm 2");
    assertThat(stale.get().outcome()).isEqualTo(Answer.Outcome.MOVED_ON);
    assertThat(stored("select text from turn where role = 'PARTICIPANT' order by number"))
        .containsExactly("two of them", "and a third");
  }

  @Test
  void whatIsAnsweredAlreadyIsToldAgainWhileALaterMessageWaits() throws Exception {
    var model = new HeldSpeaker("Hm");
    var token = begin(chat(QUESTIONS, model.voice()), QUESTIONS);
    var first =
        chat(QUESTIONS, HeldSpeaker.released("Yes").voice()).say(said(token, "t1", "two of them"));
    var second = saying(chat(QUESTIONS, model.voice()), said(token, "t2", "and a third"));
    model.awaitAsked();

    var again = chat(QUESTIONS, model.voice()).say(said(token, "t1", "two of them"));

    assertThat(again.replies()).isEqualTo(first.replies());
    assertThat(second).isNotDone();
    model.release();
    assertThat(words(second.get())).containsExactly("Hm 1");
  }

  @Test
  void whoSaysSomethingElseHasTheMessageAnsweredFirstWhoseProcessDied() throws Exception {
    var dead = dead();

    var alive = HeldSpeaker.released("Alive");
    var answer = chat(QUESTIONS, alive.voice()).say(said(dead.token(), "t2", "and a third"));

    assertThat(words(answer)).containsExactly("Alive 2");
    assertThat(alive.wishes.getLast().said()).extracting(Utterance::text).contains("Alive 1");
    dead.model().release();
    assertThat(words(dead.answer().get())).endsWith("Alive 1");
  }

  @Test
  void whoListensHearsTheReplyToTheirOwnMessageOnly() throws Exception {
    var dead = new HeldSpeaker("Dead");
    var alive = HeldSpeaker.released("Alive");
    var chat = chat(QUESTIONS, alive.voice());
    var token = begin(chat, QUESTIONS);
    chat.say(said(token, "t1", "two of them"));
    var lost = saying(chat(QUESTIONS, dead.voice()), said(token, "t2", "and a third"));
    dead.awaitAsked();
    now = now.plus(LEASE);

    var heard = new ArrayList<String>();
    Listener listener = (number, text) -> heard.add(number + " " + text);
    var message =
        new Said(
            token, "t3", "or four", OptionalInt.empty(), Optional.empty(), Optional.of(listener));
    var reply = chat.say(message).replies().getFirst();

    assertThat(heard).containsExactly(reply.number() + " Alive");
    assertThat(reply.timing().shown()).isEqualTo(reply.timing().computed());
    dead.release();
    lost.get();
  }

  @Test
  void whatIsNotTheFirstReplyIsNotToldBeforeIt() {
    var chat = chat(QUESTIONS, HeldSpeaker.released("Hm").voice());
    var heard = new ArrayList<String>();
    Listener listener = (_, text) -> heard.add(text);
    var token = begin(chat, QUESTIONS);
    var message =
        new Said(token, "t1", "two", OptionalInt.empty(), Optional.empty(), Optional.of(listener));

    assertThat(words(chat.say(message))).hasSize(2).endsWith("Hm 1");
    assertThat(heard).isEmpty();
  }

  @Test
  void aLoneMessageIsStoredFirstToo() throws Exception {
    var model = new HeldSpeaker("Hm");
    var chat = chat(QUESTIONS, model.voice());
    var arrival = new Arrival(QUESTIONS, Map.of(), "request-1", Map.of());
    var turn =
        new LoneTurn(
            QUESTIONS.conditions().getFirst(), OptionalInt.of(0), null, "two", Optional.empty());
    var first =
        CompletableFuture.supplyAsync(
            () -> chat.sayAlone(arrival, turn, "r1"), Thread::startVirtualThread);
    model.awaitWaits(1);
    assertThat(stored("select text from turn")).containsExactly("two");
    var again =
        CompletableFuture.supplyAsync(
            () -> chat.sayAlone(arrival, turn, "r1"), Thread::startVirtualThread);
    model.awaitWaits(1);
    model.release();

    assertThat(words(first.get().answer())).endsWith("Hm 1");
    assertThat(again.get().answer().replies()).isEqualTo(first.get().answer().replies());
    assertThat(stored("select count(*) from conversation")).containsExactly("1");
  }

  @Test
  void scriptedRepliesAreStoredWithTheirMessageInOneWrite() {
    var model = HeldSpeaker.released("Hm");
    var study =
        Generated.of(StudyFile.read(NEWSLETTER), Set.of("thanks"), Generation.AtCap.SCRIPTED);
    var chat = chat(study, model.voice());
    var answer = chat.say(said(begin(chat, study), "t1", "two of them"));

    assertThat(model.wishes).isEmpty();
    assertThat(stored("select version from conversation")).containsExactly("1");
    assertThat(stored("select count(*) from generation")).containsExactly("0");
    assertThat(answer.replies()).allMatch(turn -> turn.timing() != null);
  }

  @Test
  void noModelIsShownAnAddressOrAnswersOne() {
    var file = Path.of("..", "studies", "think-feel.yaml");
    var study = Generated.all(StudyFile.read(file));
    var model = HeldSpeaker.released("Hm");
    var chat = chat(study, model.voice());
    var token = begin(chat, study);
    for (int i = 0; i < 6; i++) {
      chat.say(said(token, "t" + i, "part " + i));
    }
    assertThat(chat.say(said(token, "t6", "ann at example")).outcome())
        .isEqualTo(Answer.Outcome.ASKED_AGAIN);
    chat.say(said(token, "t7", "ann@example.org"));

    assertThat(model.wishes).hasSize(6);
    assertThat(model.wishes)
        .extracting(wish -> wish.scripted().kind())
        .doesNotContain(BotTurn.Kind.CONTACT, BotTurn.Kind.CONTACT_AGAIN, BotTurn.Kind.FINISH);
    assertThat(model.wishes.toString()).doesNotContain("ann@example", "ann at");
    assertThat(stored("select status from conversation")).containsExactly("FINISHED");
  }

  @Test
  void allPlacesAreTakenWhereAStudyStopsAtItsCapsAndOthersGoOn() {
    var shipped = StudyFile.read(NEWSLETTER);
    var stops = Generated.of(shipped, Set.of("questions"), Generation.AtCap.STOP);
    var model = HeldSpeaker.released("Hm");
    var spent = new Voice(model, model, _ -> false);
    var token = begin(chat(stops, model.voice()), stops);

    assertThat(chat(stops, spent).begin(arrival(stops))).isInstanceOf(Opened.Full.class);
    assertThat(words(chat(stops, spent).say(said(token, "t1", "two")))).endsWith("Hm 1");
    assertThat(chat(QUESTIONS, spent).begin(arrival(QUESTIONS)))
        .isInstanceOf(Opened.Conversing.class);
  }

  @Test
  void anAnswerThatCouldNotBeStoredIsFoundAnew() throws SQLException {
    var model = HeldSpeaker.released("Hm");
    var chat = chat(QUESTIONS, model.voice());
    var token = begin(chat, QUESTIONS);
    Recorded.change(
        folder,
        "create trigger refuse before insert on generation begin select raise(abort, 'no'); end");
    assertThatThrownBy(() -> chat.say(said(token, "t1", "two of them")))
        .isInstanceOf(StoreException.class);
    Recorded.change(folder, "drop trigger refuse");
    now = now.plus(LEASE);

    assertThat(words(chat.say(said(token, "t1", "two of them")))).endsWith("Hm 2");
    assertThat(stored("select text from turn where role = 'PARTICIPANT'")).hasSize(1);
  }

  @Test
  void anAnswerTellsWhatModelsTookOfIt() {
    var chat = chat(QUESTIONS, HeldSpeaker.released("Hm").voice());
    var answer = chat.say(said(begin(chat, QUESTIONS), "t1", "two of them"));
    assertThat(answer.modelTime()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void withoutAnEndpointTheScriptedWordsAreSaidAndTheDataTellWhy() {
    var chat = chat(QUESTIONS, Voice.scripted());
    chat.say(said(begin(chat, QUESTIONS), "t1", "two of them"));
    assertThat(stored("select source || ' ' || errors from generation"))
        .containsExactly("FALLBACK [\"no-endpoint\"]");
  }

  @Test
  void whatWasSpentIsAddedUpFromWhatIsStored() {
    var model = HeldSpeaker.released("Hm");
    var chat = chat(QUESTIONS, model.voice());
    var token = begin(chat, QUESTIONS);
    chat.say(said(token, "t1", "two of them"));
    chat.say(said(token, "t2", "and a third"));
    var id = stored("select id from conversation").getFirst();

    var ledger = new StoredLedger(stores.getFirst().records(), () -> now);
    assertThat(ledger.ofConversation(id)).isEqualTo(1.0);
    assertThat(ledger.ofStudy(QUESTIONS.id())).isEqualTo(1.0);
    assertThat(ledger.today(QUESTIONS.id())).isEqualTo(1.0);
    now = now.plus(Duration.ofDays(1));
    assertThat(ledger.today(QUESTIONS.id())).isZero();
  }
}

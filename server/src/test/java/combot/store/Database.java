package combot.store;

import combot.conversation.Ask;
import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.Provenance;
import combot.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store on a fresh database for each test, whose record is checked at its end. */
final class Database implements BeforeEachCallback, AfterEachCallback {

  enum Kind {
    SQLITE,
    POSTGRES
  }

  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  static final Turn.Timing TIMING = new Turn.Timing(Duration.ofMillis(5), Duration.ofMillis(900));

  private final Kind kind;
  private String address;
  private Store store;
  private Tables tables;
  private Study study;

  Database(Kind kind) {
    this.kind = kind;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    address =
        switch (kind) {
          case SQLITE -> Files.createTempDirectory("combot").toString();
          case POSTGRES -> PostgresProcess.shared().migrated();
        };
    store = open();
    tables = Tables.of(address);
    study = Studies.shipped();
    keep(store, study);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    store.close();
    tables.check();
    remove(address);
  }

  private static void remove(String address) throws IOException {
    if (PostgresUrl.isMeant(address)) {
      PostgresProcess.shared().drop(address);
      return;
    }
    try (var files = Files.walk(Path.of(address))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** Another store on the same database. */
  Store open() {
    return open(address);
  }

  static Store open(String address) {
    return PostgresUrl.isMeant(address)
        ? Store.open(PostgresUrl.parse(address))
        : Store.open(Path.of(address));
  }

  /** Runs the study given from now on. */
  void use(Study other) {
    study = other;
    keep(store, other);
  }

  static void keep(Store store, Study study) {
    store.journal().keep(study, Studies.content(), NOON);
  }

  Kind kind() {
    return kind;
  }

  /** The data directory, or the URL with its password. */
  String address() {
    return address;
  }

  Study study() {
    return study;
  }

  Store store() {
    return store;
  }

  Journal journal() {
    return store.journal();
  }

  Records records() {
    return store.records();
  }

  Tables tables() {
    return tables;
  }

  /** Somebody who consented at noon. */
  Opening consented(String requestId, String panelId) {
    return consented(study, requestId, panelId);
  }

  static Opening consented(Study study, String requestId, String panelId) {
    return new Opening(
        study,
        Conversation.Origin.PAGE,
        Map.of(),
        requestId,
        panelId,
        Map.of(),
        Token.random(),
        NOON,
        null);
  }

  /** Somebody with a panel id, and what else their link brings. */
  Opening linked(String requestId, Map<String, String> parameters) {
    return linked(study, requestId, parameters);
  }

  static Opening linked(Study study, String requestId, Map<String, String> parameters) {
    return new Opening(
        study,
        Conversation.Origin.PAGE,
        Map.of(),
        requestId,
        "panel-1",
        parameters,
        Token.random(),
        NOON,
        null);
  }

  /** A lone turn on the original's API. */
  Opening lone(String requestId, Duration afterNoon) {
    return new Opening(
        study,
        Conversation.Origin.UNLINKED,
        Map.of(),
        requestId,
        null,
        Map.of(),
        Token.random(),
        NOON.plus(afterNoon),
        null);
  }

  /** Somebody who opens by the original's API, some time after noon. */
  Opening opened(Duration afterNoon) {
    return opened(null, afterNoon);
  }

  Opening opened(String requestId, Duration afterNoon) {
    return opened(study, requestId, afterNoon);
  }

  static Opening opened(Study study, String requestId, Duration afterNoon) {
    var now = NOON.plus(afterNoon);
    return new Opening(
        study,
        Conversation.Origin.API,
        Map.of(),
        requestId,
        null,
        Map.of(),
        Token.random(),
        now,
        now.plus(Duration.ofMinutes(10)));
  }

  /** The conversation of a result that has one. */
  Conversation conversation(Opening.Result result) {
    return conversation(store, result);
  }

  static Conversation conversation(Store store, Opening.Result result) {
    var id =
        switch (result) {
          case Opening.Result.Begun(var begun, _) -> begun.id();
          case Opening.Result.Resumed(var resumed) -> resumed;
          case Opening.Result.Full(), Opening.Result.RequestIdTaken() ->
              throw new AssertionError("no conversation: " + result);
        };
    return store.records().byId(id, null).orElseThrow().conversation();
  }

  /** The answer to a claimed message, its last reply in a model's words. */
  static Exchange generated(Exchange claimed, Provenance provenance) {
    var replies = new ArrayList<BotTurn>(claimed.replies());
    var last = replies.removeLast();
    replies.add(last.saying("Generated words.", last.delivered(), provenance));
    return claimed.answered(replies, claimed.timings(), claimed.now());
  }

  /** A model's, at that cost. */
  static Provenance provenance(double cost) {
    return new Provenance(
        Provenance.Source.REPAIRED,
        "openai",
        "small-1",
        "req-1",
        "a".repeat(64),
        Map.of("temperature", "0.7"),
        120,
        40,
        cost,
        Duration.ofMillis(3),
        Duration.ofMillis(800),
        2,
        List.of("quoted"),
        List.of("429", "cut, off"),
        "As an AI …");
  }

  /** What comes of saying {@code text} at noon, ready to be appended. */
  Exchange exchange(Conversation before, String turnId, String text) {
    return exchange(study, before, turnId, text, NOON);
  }

  static Exchange exchange(
      Study study, Conversation before, String turnId, String text, Instant now) {
    var ask = Engine.said(study, before.state(), text);
    if (ask instanceof Ask.Classify classify) {
      var scores = new LinkedHashMap<String, Double>();
      scores.put("A", 0.9);
      scores.put("B", 0.1);
      ask = Engine.resume(study, classify, scores);
    }
    var advanced = (Ask.Advanced) ask;
    return new Exchange(
        before,
        turnId,
        text,
        Turn.MESSAGE,
        advanced.replies(),
        Collections.nCopies(advanced.replies().size(), TIMING),
        advanced.next(),
        advanced.contact().map(value -> new Exchange.Contact("EMAIL", value)),
        Engine.isOver(study, advanced.next()),
        Optional.empty(),
        now);
  }
}

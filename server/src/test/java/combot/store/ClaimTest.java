package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import combot.conversation.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that are stored before their answer. */
@OnEachDatabase
class ClaimTest {

  private static final Instant LEASE = Database.NOON.plusSeconds(9);
  private static final Pending PENDING = new Pending("t1", LEASE);

  @RegisterExtension final Database db;

  ClaimTest(Database.Kind kind) {
    db = new Database(kind);
  }

  private Conversation begin(String name) {
    return db.conversation(db.journal().begin(db.consented(name, null)));
  }

  private Records.Found find(String id) {
    return db.records().byId(id, "t1").orElseThrow();
  }

  @Test
  void storesTheMessageAtOnceAndTheStateWithTheAnswer() {
    var before = begin("request-1");
    var exchange = db.exchange(before, "t1", "it broke");
    assertThat(db.journal().claim(exchange, LEASE)).isTrue();

    var claimed = find(before.id());
    assertThat(claimed.pending()).contains(PENDING);
    assertThat(claimed.repeats()).contains(new Records.Repeat(2, "it broke"));
    assertThat(claimed.conversation().state()).isEqualTo(before.state());
    assertThat(claimed.conversation().turns()).isEqualTo(2);
    db.tables().check();

    assertThat(db.journal().complete(Database.generated(exchange, Database.provenance(0.5))))
        .isTrue();
    var done = find(before.id());
    assertThat(done.pending()).isEmpty();
    assertThat(done.conversation().state()).isEqualTo(exchange.next());
    assertThat(done.conversation().turns()).isEqualTo(3);
    var reply = db.records().turns(before.id(), 2).getFirst();
    assertThat(reply.text()).isEqualTo("Generated words.");
    assertThat(reply.timing()).isEqualTo(Database.TIMING);
  }

  @Test
  void nothingIsStoredBetweenAMessageAndItsAnswer() {
    var before = begin("request-1");
    assertThat(db.journal().claim(db.exchange(before, "t1", "it broke"), LEASE)).isTrue();
    var stored = db.tables().everything();

    var now = find(before.id()).conversation();
    assertThat(db.journal().claim(db.exchange(before, "t2", "or this"), LEASE)).isFalse();
    assertThat(db.journal().append(db.exchange(before, "t2", "or this"))).isFalse();
    assertThat(db.journal().claim(db.exchange(now, "t2", "or this"), LEASE)).isFalse();
    assertThat(db.journal().append(db.exchange(now, "t2", "or this"))).isFalse();

    assertThat(db.tables().everything()).isEqualTo(stored);
  }

  @Test
  void oneOfFiftyTakesAMessageOverAndWhoHadItLosesIt() {
    var before = begin("request-1");
    var exchange = db.exchange(before, "t1", "it broke");
    db.journal().claim(exchange, LEASE);
    var claimed = find(before.id()).conversation();
    var later = LEASE.plusSeconds(9);

    var taken = Together.run(50, _ -> db.journal().takeOver(claimed, PENDING, later));

    assertThat(taken).containsOnlyOnce(true);
    assertThat(find(before.id()).pending()).contains(new Pending("t1", later));
    assertThat(
            db.journal().complete(exchange.answered(exchange.replies(), exchange.timings(), later)))
        .isFalse();
    var mine = db.exchange(claimed.beforeLastTurn(), "t1", "it broke");
    assertThat(db.journal().complete(mine.answered(mine.replies(), mine.timings(), later)))
        .isTrue();
    assertThat(db.records().turns(before.id(), 0)).hasSize(3);
    assertThat(db.journal().takeOver(find(before.id()).conversation(), PENDING, later)).isFalse();
  }

  @Test
  void aFirstMessageKeepsItsSlotThoughItHasNoAnswerYet() {
    var opened = db.conversation(db.journal().begin(db.opened(Duration.ZERO)));
    assertThat(db.journal().claim(db.exchange(opened, "t1", "it broke"), LEASE)).isTrue();

    assertThat(db.tables().texts("select status from slot")).containsExactly("TAKEN");
    assertThat(db.tables().texts("select begun_at from conversation"))
        .containsExactly(Long.toString(Database.NOON.toEpochMilli()));
    assertThat(find(opened.id()).conversation().status()).isEqualTo(Conversation.Status.ACTIVE);
  }

  @Test
  void aLoneMessageIsStoredWithItsConversationBeforeItsAnswer() {
    var state = Engine.open(db.study(), db.study().conditions().getFirst(), 7).next();
    var begun =
        db.journal()
            .beginUnlinked(
                db.lone("turn 1", Duration.ZERO),
                state,
                before -> db.exchange(before, "t1", "it broke"),
                LEASE)
            .orElseThrow();

    assertThat(find(begun.before().id()).pending()).contains(PENDING);
    assertThat(db.tables().texts("select text from turn")).containsExactly("it broke");
    assertThat(db.journal().complete(Database.generated(begun, Database.provenance(1)))).isTrue();
    assertThat(db.records().turns(begun.before().id(), 0)).hasSize(2);
  }

  @Test
  void addsUpWhatModelsCostByConversationStudyAndTime() {
    var first = begin("request-1");
    var second = begin("request-2");
    var apart =
        db.conversation(
            db.journal()
                .begin(
                    Database.consented(LoadTests.apart(db.study(), "run-1"), "request-3", null)));
    generate(first, 0.5, Database.NOON);
    generate(second, 0.25, Database.NOON.plusSeconds(60));
    generate(apart, 4, Database.NOON);

    var study = db.study().id();
    assertThat(db.records().costOf(first.id())).isCloseTo(0.5, within(1e-9));
    assertThat(db.records().costOfStudy(study, Instant.EPOCH)).isCloseTo(0.75, within(1e-9));
    assertThat(db.records().costOfStudy(study, Database.NOON.plusSeconds(60)))
        .isCloseTo(0.25, within(1e-9));
    assertThat(db.records().costOfStudy("another", Instant.EPOCH)).isZero();
  }

  @Test
  void tellsWhoWroteRepliesHowLongItTookAndWhatAFinishedConversationCost() {
    var records = db.records();
    assertThat(records.finishedCosts(db.study())).isEqualTo(new Records.Costs(0, 0));
    var before = begin("request-1");
    generate(before, 0.5, Database.NOON);
    generate(begin("request-2"), 2, Database.NOON.minusSeconds(60));
    for (int i = 2; i < 8; i++) {
      var now = records.byId(before.id(), null).orElseThrow().conversation();
      var text = i == 7 ? "ann@example.org" : "it broke";
      db.journal().append(Database.exchange(db.study(), now, "t" + i, text, Database.NOON));
    }

    assertThat(records.finishedCosts(db.study())).isEqualTo(new Records.Costs(1, 0.5));
    assertThat(records.writtenSince(db.study().id(), Database.NOON))
        .isEqualTo(new Records.Written(1, 0));
    var turns = records.turns(before.id(), 0);
    assertThat(records.modelTime(before.id(), turns)).isEqualTo(Duration.ofMillis(803));
    assertThat(records.modelTime(before.id(), turns.subList(0, 1))).isZero();
  }

  private void generate(Conversation before, double cost, Instant now) {
    var exchange = Database.exchange(db.study(), before, "t1", "it broke", now);
    assertThat(db.journal().claim(exchange, LEASE)).isTrue();
    assertThat(db.journal().complete(Database.generated(exchange, Database.provenance(cost))))
        .isTrue();
  }

  @Test
  void exportsTheTurnsOfConversationsThatCountWithTheirProvenance() {
    var first = begin("request-1");
    generate(first, 0.5, Database.NOON);
    begin("request-2");
    db.journal().begin(db.opened(Duration.ofSeconds(1)));
    db.journal().begin(Database.consented(LoadTests.apart(db.study(), "r"), "request-3", null));
    var alone = Engine.open(db.study(), db.study().conditions().getFirst(), 7).next();
    db.journal()
        .beginUnlinked(
            db.lone(null, Duration.ZERO), alone, it -> db.exchange(it, "t", "it broke"), null);

    var told = new ArrayList<ExportedTurn>();
    db.records()
        .export(
            db.study().id(),
            factors -> {
              assertThat(factors).containsExactly("brand", "think", "feel");
              return told::add;
            });

    assertThat(told)
        .extracting(turn -> turn.turn().number())
        .as("one whole conversation, one greeting")
        .containsExactlyInAnyOrder(1, 2, 3, 1);
    var mine = told.stream().filter(turn -> turn.conversation().equals(first.id())).toList();
    assertThat(mine)
        .extracting(ExportedTurn::provenance)
        .containsExactly(Optional.empty(), Optional.empty(), Optional.of(Database.provenance(0.5)));
    assertThat(mine).extracting(ExportedTurn::turn).isEqualTo(db.records().turns(first.id(), 0));
    assertThat(mine).extracting(ExportedTurn::assigned).containsOnly(first.state().condition());
    assertThat(db.records().studyIds()).containsExactly(db.study().id());
  }
}

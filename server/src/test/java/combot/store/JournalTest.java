package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.conversation.Engine;
import combot.conversation.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEachDatabase
class JournalTest {

  @RegisterExtension final Database db;

  JournalTest(Database.Kind kind) {
    db = new Database(kind);
  }

  @Test
  void beginsOneConversationForARequestThatComesFiftyTimesAtOnce() {
    var openings = Together.run(50, _ -> db.consented("request-1", null));
    var results = Together.run(50, i -> db.journal().begin(openings.get(i)));

    assertThat(results).filteredOn(Opening.Result.Begun.class::isInstance).hasSize(1);
    assertThat(ids(results)).hasSize(1);
    assertThat(db.tables().count("conversation")).isEqualTo(1);
    assertThat(db.tables().count("slot")).isEqualTo(1);
    assertThat(openings)
        .allSatisfy(opening -> assertThat(db.records().find(opening.token(), null)).isPresent());
  }

  @Test
  void beginsOneConversationForAPersonWhoComesFiftyTimesAtOnce() {
    var results =
        Together.run(50, i -> db.journal().begin(db.consented("request-" + i, "panel-7")));

    assertThat(results).filteredOn(Opening.Result.Begun.class::isInstance).hasSize(1);
    assertThat(ids(results)).hasSize(1);
    assertThat(db.tables().count("participant")).isEqualTo(1);
    assertThat(db.tables().count("slot")).isEqualTo(1);
  }

  @Test
  void resumesWhatSomebodyBeganAndBeginsNothing() {
    var begun = db.conversation(db.journal().begin(db.consented("request-1", "panel-7")));
    var stored = db.tables().count("participant");

    var samePerson = db.consented("request-2", "panel-7");
    assertThat(db.journal().resume(samePerson)).contains(new Opening.Result.Resumed(begun.id()));
    assertThat(db.records().find(samePerson.token(), null)).isPresent();
    assertThat(db.journal().resume(db.consented("request-1", "panel-7"))).isPresent();
    assertThat(db.journal().resume(db.consented("request-3", "panel-8"))).isEmpty();
    assertThat(db.journal().resume(db.consented("request-4", null))).isEmpty();
    assertThat(db.tables().count("participant")).isEqualTo(stored);
  }

  @Test
  void whoMayGoOnIsKnownByLookingAndWhoMayNotChangesNothing() {
    db.journal().begin(db.consented("request-1", "panel-7"));
    assertThat(db.records().mayResume(db.consented("request-1", "panel-8"))).isTrue();
    assertThat(db.records().mayResume(db.consented("request-2", "panel-7"))).isTrue();
    assertThat(db.records().mayResume(db.consented("request-2", "panel-8"))).isFalse();
    assertThat(db.records().mayResume(db.consented("request-2", null))).isFalse();
  }

  @Test
  void aRequestOfLongAgoThatBeginsNothingKeepsItsId() {
    db.journal().begin(db.opened("request-1", Duration.ZERO));
    var stored = db.tables().rows("select request_id from conversation");
    assertThat(db.journal().resume(db.opened("request-1", Duration.ofMinutes(2)))).isEmpty();
    assertThat(db.tables().rows("select request_id from conversation")).isEqualTo(stored);
  }

  @Test
  void givesFiftyPeopleFiftySlotsWithTheConditionsThatTheStudyPutsThere() {
    var results = Together.run(50, i -> db.journal().begin(db.consented("request-" + i, null)));

    assertThat(ids(results)).hasSize(50);
    var slots =
        db.tables().rows("select number, assigned, conversation_id from slot order by number");
    assertThat(slots).hasSize(50);
    for (int i = 0; i < 50; i++) {
      var condition = db.study().conditionOf(Map.of(), i);
      assertThat(slots.get(i))
          .containsEntry("number", i)
          .containsEntry("assigned", Json.write(condition.levels()));
    }
  }

  @Test
  void storesNothingWhereTheConversationHasMovedOn() {
    var before = db.conversation(db.journal().begin(db.consented("request-1", null)));
    assertThat(db.journal().append(db.exchange(before, "t1", "it broke"))).isTrue();
    var stored = db.tables().everything();

    assertThat(db.journal().append(db.exchange(before, "t2", "it broke, I said"))).isFalse();

    assertThat(db.tables().everything()).isEqualTo(stored);
  }

  @Test
  void letsOneOfFiftyMessagesAtOnceThrough() {
    var before = db.conversation(db.journal().begin(db.consented("request-1", null)));

    var stored =
        Together.run(50, i -> db.journal().append(db.exchange(before, "t" + i, "message " + i)));

    assertThat(stored).containsOnlyOnce(true);
    assertThat(db.tables().count("turn")).isEqualTo(3);
  }

  @Test
  void keepsMessageAnswerAndStateTogether() {
    var before = db.conversation(db.journal().begin(db.consented("request-1", null)));
    var exchange = db.exchange(before, "t1", "it broke 😀 <b>");
    db.journal().append(exchange);

    var found = db.records().byId(before.id(), "t1").orElseThrow();
    assertThat(found.repeats()).contains(new Records.Repeat(2, "it broke 😀 <b>"));
    assertThat(found.conversation().state()).isEqualTo(exchange.next());
    assertThat(found.conversation().turns()).isEqualTo(3);
    var turns = db.records().turns(before.id(), 0);
    assertThat(turns.get(1).text()).isEqualTo("it broke 😀 <b>");
    assertThat(turns.getLast()).isEqualTo(exchange.replyTurns().getFirst());
  }

  @Test
  void refusesTheRequestNumberOfSomebodyElse() {
    db.journal().begin(db.consented("request-1", "ann"));
    var stored = db.tables().everything();

    assertThat(db.journal().begin(db.consented("request-1", "bob")))
        .isInstanceOf(Opening.Result.RequestIdTaken.class);
    assertThat(db.journal().begin(db.consented("request-1", null)))
        .isInstanceOf(Opening.Result.RequestIdTaken.class);

    assertThat(db.tables().everything()).isEqualTo(stored);
  }

  @Test
  void storesALoneTurnWithItsConversationOrNeither() {
    var opening = db.lone("turn 1", Duration.ZERO);
    var state = Engine.open(db.study(), db.study().conditions().getFirst(), 7).next();
    var stored = db.tables().everything();
    assertThatThrownBy(() ->
            db.journal()
                .beginUnlinked(
                    opening,
                    state,
                    _ -> {
                      throw new IllegalStateException("on purpose");
                    },
                    null))
        .isInstanceOf(StoreException.class);
    assertThat(db.tables().everything()).isEqualTo(stored);

    assertThat(beginLone(opening, state)).isPresent();
    assertThat(db.tables().count("turn")).isEqualTo(2);
    assertThat(beginLone(db.lone("turn 1", Duration.ofSeconds(59)), state)).isEmpty();
    assertThat(beginLone(db.lone("turn 1", Duration.ofSeconds(61)), state)).isPresent();
    assertThat(db.tables().count("conversation")).isEqualTo(2);
  }

  private Optional<Exchange> beginLone(Opening opening, State state) {
    return db.journal()
        .beginUnlinked(opening, state, before -> db.exchange(before, "t1", "it broke"), null);
  }

  @Test
  void findsAnOpenedConversationByItsRequestForAMinuteAndOnlyUntilSomebodySpeaks() {
    var first = db.conversation(db.journal().begin(db.opened("open 1", Duration.ZERO)));
    assertThat(
            db.conversation(db.journal().begin(db.opened("open 1", Duration.ofSeconds(59)))).id())
        .isEqualTo(first.id());
    var late = db.conversation(db.journal().begin(db.opened("open 1", Duration.ofSeconds(61))));
    assertThat(late.id()).isNotEqualTo(first.id());

    db.journal().append(db.exchange(late, "t1", "it broke"));
    assertThat(db.journal().begin(db.opened("open 1", Duration.ofSeconds(62))))
        .isInstanceOf(Opening.Result.Begun.class);
  }

  @Test
  void opensAnewWithTheRequestNumberOfAForgottenToken() {
    var opening = db.opened("open 1", Duration.ZERO);
    db.journal().begin(opening);
    db.journal().forget(opening.token());
    assertThat(db.journal().begin(db.opened("open 1", Duration.ofSeconds(1))))
        .isInstanceOf(Opening.Result.Begun.class);
  }

  @Test
  void keepsWhatALaterLinkBroughtAndWhatAnEarlierOneHad() {
    var first =
        db.conversation(db.journal().begin(db.linked("request-1", Map.of("S", "1", "T", "t"))));
    db.journal().begin(db.linked("request-2", Map.of("S", "1")));
    assertThat(db.tables().count("former_parameters")).isZero();
    db.journal().begin(db.linked("request-3", Map.of("S", "2", "U", "u")));

    assertThat(db.records().byId(first.id(), null).orElseThrow().conversation().parameters())
        .isEqualTo(Map.of("S", "2", "T", "t", "U", "u"));
    assertThat(db.tables().texts("select parameters from former_parameters").getFirst())
        .contains("\"S\":\"1\"", "\"T\":\"t\"");
  }

  @Test
  void keepsAContactApartFromItsTurn() {
    var before = db.conversation(db.journal().begin(db.consented("request-1", null)));
    for (int i = 1; i <= 6; i++) {
      db.journal().append(db.exchange(before, "t" + i, "part " + i));
      before = db.records().byId(before.id(), null).orElseThrow().conversation();
    }
    db.journal().append(db.exchange(before, "t7", "ann@example.org"));

    assertThat(db.tables().texts("select value from contact")).containsExactly("ann@example.org");
    assertThat(db.tables().rows("select * from turn").toString()).doesNotContain("ann@example.org");
    var repeat = db.records().byId(before.id(), "t7").orElseThrow().repeats().orElseThrow();
    assertThat(repeat.isOf("ann@example.org")).isTrue();
  }

  @Test
  void removesWhatWasOnlyOpenedAfterADay() {
    var unspoken = db.conversation(db.journal().begin(db.opened(Duration.ZERO)));
    var spoken = db.conversation(db.journal().begin(db.opened(Duration.ZERO)));
    db.journal().append(db.exchange(spoken, "t1", "it broke"));

    db.journal().begin(db.opened(Duration.ofDays(1)));
    assertThat(db.records().byId(unspoken.id(), null)).isPresent();

    db.journal().begin(db.opened(Duration.ofDays(1).plusSeconds(1)));
    assertThat(db.records().byId(unspoken.id(), null)).isEmpty();
    assertThat(db.records().byId(spoken.id(), null)).isPresent();
    assertThat(db.tables().rows("select * from turn where conversation_id = ?", unspoken.id()))
        .isEmpty();
    db.tables().check();
  }

  @Test
  void removesWhatAMonitorOpensForWeeks() {
    db.journal().begin(db.consented("request-1", null));
    for (int hour = 0; hour < 24 * 14; hour++) {
      db.journal().begin(db.opened(Duration.ofHours(hour)));
    }
    assertThat(db.tables().count("conversation")).isLessThanOrEqualTo(1 + 26);
    db.tables().check();
  }

  @Test
  void forgetsATokenButNotWhatWasSaid() {
    var opening = db.consented("request-1", null);
    var conversation = db.conversation(db.journal().begin(opening));

    db.journal().forget(opening.token());

    assertThat(db.records().find(opening.token(), null)).isEmpty();
    assertThat(db.records().byId(conversation.id(), null)).isPresent();
  }

  @Test
  void storesNoTokenInTheClear() {
    var opening = db.consented("request-1", null);
    db.journal().begin(opening);
    assertThat(db.tables().everything().toString()).doesNotContain(opening.token().secret());
  }

  private static HashSet<String> ids(List<Opening.Result> results) {
    return results.stream()
        .map(result ->
            switch (result) {
              case Opening.Result.Begun(var begun, _) -> begun.id();
              case Opening.Result.Resumed(var id) -> id;
              case Opening.Result.Full(), Opening.Result.RequestIdTaken() -> "none";
            })
        .collect(Collectors.toCollection(HashSet::new));
  }
}

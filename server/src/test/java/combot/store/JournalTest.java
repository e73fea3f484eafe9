package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JournalTest {

  @RegisterExtension final Database db = new Database();

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
    assertThat(found.repeats()).contains(2);
    assertThat(found.conversation().state()).isEqualTo(exchange.next());
    assertThat(found.conversation().turns()).isEqualTo(3);
    var turns = db.records().turns(before.id(), 0);
    assertThat(turns.get(1).text()).isEqualTo("it broke 😀 <b>");
    assertThat(turns.getLast()).isEqualTo(exchange.replyTurns().getFirst());
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
              case Opening.Result.Begun(var id) -> id;
              case Opening.Result.Resumed(var id) -> id;
              case Opening.Result.Full() -> "full";
            })
        .collect(Collectors.toCollection(HashSet::new));
  }
}

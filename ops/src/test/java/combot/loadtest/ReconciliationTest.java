package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a store can do wrong is found. */
class ReconciliationTest extends AgainstAStub {

  private Reconciled tampered(Consumer<JsonArray> tamper) {
    server.tamper = tamper;
    var outcome = run();
    assertThat(outcome.stages().getFirst().failures()).isEmpty();
    assertThat(outcome.isRight()).isFalse();
    assertThat(outcome.stages().getFirst().reconciled().problems()).isNotEmpty();
    return outcome.stages().getFirst().reconciled();
  }

  private static JsonArray turns(JsonArray stored) {
    return stored.getJsonObject(2).getJsonArray("turns");
  }

  /** Index of the participant's message, from 0. */
  private static int message(JsonArray turns, int number) {
    var indexes = new ArrayList<Integer>();
    for (int i = 0; i < turns.size(); i++) {
      if (turns.getJsonObject(i).getString("role").equals("PARTICIPANT")) {
        indexes.add(i);
      }
    }
    return indexes.get(number);
  }

  @Test
  void saysThatWhatIsStoredIsNotOfItsForm() {
    var found = tampered(stored -> turns(stored).getJsonObject(1).putNull("text"));
    assertThat(found.problems().getFirst()).contains("not of the documented form");
  }

  @Test
  void findsALostTurn() {
    var found = tampered(stored -> turns(stored).remove(message(turns(stored), 2)));
    assertThat(found.lost()).isEqualTo(1);
    assertThat(found.doubled() + found.foreign()).isZero();
  }

  @Test
  void findsATurnLostWithItsReplies() {
    var found =
        tampered(stored -> {
          int from = message(turns(stored), 2);
          turns(stored).remove(from);
          turns(stored).remove(from);
        });
    assertThat(found.lost()).isEqualTo(1);
    assertThat(found.doubled() + found.foreign()).isZero();
  }

  @Test
  void findsTheLastTurnsLost() {
    var found =
        tampered(stored -> {
          var turns = turns(stored);
          while (turns.size() > message(turns, 0) + 2) {
            turns.remove(turns.size() - 1);
          }
        });
    assertThat(found.lost()).isEqualTo(MESSAGES - 1);
  }

  @Test
  void findsALostConversation() {
    var found = tampered(stored -> stored.remove(0));
    assertThat(found.lost()).isEqualTo(MESSAGES);
    assertThat(found.wrong()).isZero();
  }

  @Test
  void findsADoubledTurn() {
    var found =
        tampered(stored -> {
          var turns = turns(stored);
          turns.add(turns.getJsonObject(message(turns, 2)).copy().put("number", turns.size() + 1));
        });
    assertThat(found.doubled()).isEqualTo(1);
    assertThat(found.lost() + found.foreign()).isZero();
  }

  @Test
  void findsAConversationThatIsStoredTwice() {
    var found = tampered(stored -> stored.add(stored.getJsonObject(0).copy()));
    assertThat(found.foreign()).isEqualTo(MESSAGES);
  }

  @Test
  void findsATurnOfSomebodyElse() {
    var found =
        tampered(stored -> {
          var turn = turns(stored).getJsonObject(message(turns(stored), 3));
          turn.put("turnId", turn.getString("turnId").replaceFirst("-\\d+-", "-77-"));
        });
    assertThat(found.foreign()).isEqualTo(1);
  }

  @Test
  void findsWordsThatWereNotSent() {
    var found =
        tampered(
            stored -> turns(stored).getJsonObject(message(turns(stored), 3)).put("text", "Hello"));
    assertThat(found.foreign()).isEqualTo(1);
  }

  @Test
  void findsAConversationThatNobodyBegan() {
    var found =
        tampered(stored -> {
          var silent = stored.getJsonObject(0).copy().put("status", "ACTIVE");
          while (silent.getJsonArray("turns").size() > 1) {
            silent.getJsonArray("turns").remove(1);
          }
          stored.add(silent);
        });
    assertThat(found.foreign()).isEqualTo(1);
  }

  @Test
  void findsWordsOfAnotherConditionThanIsStored() {
    var found =
        tampered(stored -> {
          var condition = stored.getJsonObject(0).getJsonObject("condition");
          condition.put("feel", condition.getString("feel").equals("High") ? "Low" : "High");
        });
    assertThat(found.wrong()).isPositive();
    assertThat(found.lost() + found.doubled() + found.foreign()).isZero();
  }

  private Reconciled led(UnaryOperator<String> change) {
    server.spoil =
        (message, answer) -> {
          if (message == MESSAGES) {
            var finish = answer.getJsonObject("finish");
            finish.put("link", change.apply(finish.getString("link")));
          }
        };
    var stage = run().stages().getFirst();
    assertThat(stage.failures()).isEmpty();
    return stage.reconciled();
  }

  @Test
  void findsALinkOfAnotherConversation() {
    var found = led(link -> link.replaceFirst("[0-9a-f-]{36}", UUID.randomUUID().toString()));
    assertThat(found.wrong()).isEqualTo(8);
    assertThat(found.problems().getFirst()).contains("the link shown is not of this conversation");
  }

  @Test
  void findsALinkWithAnotherConditionsCode() {
    var code = server.study.codeOf(server.study.conditions().getFirst());
    var found = led(link -> link.replaceFirst("[0-9A-Z]{6}$", code));
    assertThat(found.wrong()).isEqualTo(7);
  }

  @Test
  void findsThatAllPeopleAreInOneCondition() {
    server.sameConditionForAll = true;
    var outcome = LoadTest.run(plan(sessions(15, 1), Behaviour.calm(0)), Listener.NONE);
    assertThat(outcome.isRight()).isFalse();
    assertThat(outcome.stages().getFirst().reconciled().problems())
        .singleElement()
        .asString()
        .contains("as their weights do not say");
  }

  @Test
  void findsAConversationWithoutAClass() {
    var found = tampered(stored -> stored.getJsonObject(2).putNull("class"));
    assertThat(found.problems().getLast()).contains("has the class null after 7 messages");
  }

  private void assertOneWrong(String what, Consumer<JsonArray> tamper) {
    var found = tampered(tamper);
    assertThat(found.wrong()).isEqualTo(1);
    assertThat(found.problems()).singleElement().asString().contains(what);
  }

  private void assertOneWrong(int message, String field, Object value, String what) {
    assertOneWrong(
        what,
        stored -> turns(stored).getJsonObject(message(turns(stored), message)).put(field, value));
  }

  @Test
  void findsAMessageOfAnotherKind() {
    assertOneWrong(2, "kind", "CONTACT", "a message of kind CONTACT");
  }

  @Test
  void findsAContactThatIsNotKeptApart() {
    assertOneWrong(MESSAGES - 1, "text", "ann@example.org", "shows the contact");
  }

  @Test
  void findsAMessageOfAnotherProgress() {
    assertOneWrong(2, "progress", 9, "progress 9 after 3 messages");
  }

  @Test
  void findsAConversationOfAnotherStudy() {
    assertOneWrong("another study", stored -> stored.getJsonObject(2).put("study", "other"));
  }

  @Test
  void findsOtherWordsWhereNobodySpoke() {
    var greetings = server.study.texts();
    server.tamper =
        stored -> turns(stored).getJsonObject(0).put("text", greetings.keySet().toString());
    var outcome = LoadTest.run(plan(sessions(4, 1), behaving(1, 0, 0)), Listener.NONE);
    var found = outcome.stages().getFirst().reconciled();
    assertThat(found.lost()).isEqualTo(1);
    assertThat(found.problems())
        .anySatisfy(problem -> assertThat(problem).contains("other words than were received"));
  }

  @Test
  void findsATreatmentThatIsNotTheAssignedOne() {
    var found =
        tampered(stored -> {
          var turns = turns(stored);
          turns.getJsonObject(0).getJsonObject("delivered").put("think", "Medium");
        });
    assertThat(found.wrong()).isEqualTo(1);
    assertThat(found.problems().getFirst()).contains("delivered");
  }

  @Test
  void findsTurnsOutOfOrder() {
    var found =
        tampered(stored -> {
          var turns = turns(stored);
          var last = turns.remove(turns.size() - 1);
          turns.add(0, last);
        });
    assertThat(found.wrong()).isPositive();
  }
}

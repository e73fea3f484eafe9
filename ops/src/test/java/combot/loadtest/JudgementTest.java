package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What a server can do wrong, answer by answer, is found. */
class JudgementTest extends AgainstAStub {

  private void assertFound(String what) {
    var outcome = run();
    assertThat(outcome.isRight()).isFalse();
    assertThat(outcome.stages().getFirst().failures())
        .extracting(Failure::what)
        .anySatisfy(failure -> assertThat(failure).contains(what));
    assertThat(outcome.stages().getFirst().success().orElseThrow().share()).isLessThan(1);
  }

  private static JsonObject reply(JsonObject answer) {
    return answer.getJsonArray("replies").getJsonObject(0);
  }

  @Test
  void findsAnEmptyText() {
    server.spoil =
        (message, answer) -> {
          if (message == 3) {
            reply(answer).put("text", " ");
          }
        };
    assertFound("an empty text");
  }

  @Test
  void findsATextOfNoStudy() {
    server.spoil =
        (message, answer) -> {
          if (message == 3) {
            reply(answer).put("text", "Error: null");
          }
        };
    assertFound("a text that the study does not say here: Error: null");
  }

  @Test
  void findsATextOfAnotherCondition() {
    server.spoil =
        (message, answer) -> {
          if (message == 6) {
            var closing = answer.getJsonArray("replies").getJsonObject(1);
            var other =
                server.study.texts().get("closing").variants().stream()
                    .filter(variant -> !variant.when().levels().isEmpty())
                    .map(variant -> variant.value())
                    .filter(text -> !text.equals(closing.getString("text")))
                    .findFirst();
            closing.put("text", other.orElseThrow());
          }
        };
    assertFound("a text of another condition");
  }

  @Test
  void findsAQuestionThatComesTwice() {
    server.spoil =
        (message, answer) -> {
          var reply = reply(answer);
          if (message == 2 || message == 3) {
            var pool = server.study.pools().get("questions").variants();
            pool.stream()
                .map(variant -> variant.value())
                .filter(questions -> questions.contains(reply.getString("text")))
                .findFirst()
                .ifPresent(questions -> reply.put("text", questions.getFirst()));
          }
        };
    assertFound("a question for the second time");
  }

  @Test
  void findsAWrongContentType() {
    server.contentType = "text/html";
    assertFound("content type text/html");
  }

  @Test
  void findsMalformedJson() {
    server.garble = answer -> Buffer.buffer(answer.toString().substring(1));
    assertFound("malformed JSON");
  }

  @Test
  void findsJsonOfAnotherForm() {
    server.garble = _ -> Buffer.buffer("{\"replies\": 3}");
    assertFound("not of the documented form");
  }

  @Test
  void findsAConversationThatDoesNotMoveOn() {
    server.spoil = (message, answer) -> answer.getJsonObject("progress").put("answered", 1);
    assertFound("after 2 of 7 messages");
  }

  @Test
  void findsALinkOfAnotherParticipant() {
    server.spoil =
        (message, answer) -> {
          if (message == MESSAGES) {
            answer.put(
                "finish",
                answer
                    .getJsonObject("finish")
                    .put("link", "https://survey.example.org/jfe/form/SV_1?pid=x&c=y&k=z"));
          }
        };
    assertFound("the link");
  }

  @Test
  void findsAReloadThatShowsOtherWordsOfTheParticipant() {
    server.shown =
        turns -> {
          if (turns.size() > 1) {
            turns.getJsonObject(1).put("text", "What somebody else said.");
          }
        };
    var outcome = LoadTest.run(plan(sessions(3, 1), behaving(0, -1, 1)), Listener.NONE);
    assertThat(outcome.stages().getFirst().failures())
        .extracting(Failure::what)
        .containsExactly("read: a reload shows other turns than were said");
  }

  @Test
  void findsAFileOfAnotherType() {
    server.assetType = "text/html";
    assertFound("asset: content type text/html;charset=UTF-8 of /assets/page.css");
  }

  @Test
  void findsAPageWithoutItsFiles() {
    server.page = "<html data-study=\"think-feel\">";
    assertFound("page: a page without its files");
  }

  /** Else more would have failed than were asked. */
  @Test
  void aPageThatIsWrongInTwoWaysIsOneRequestThatFailed() {
    server.page = "<html>";
    var outcome = run();
    var stage = outcome.stages().getFirst();
    assertThat(stage.wrong()).isEqualTo(8);
    var success = stage.success().orElseThrow();
    assertThat(success.trials() - success.successes()).isEqualTo(8);
    assertThat(stage.failures())
        .extracting(Failure::what, Failure::count)
        .containsExactly(
            tuple("page: a page without its files", 8L), tuple("page: not the study's page", 8L));
  }

  @Test
  void tellsNoSecretThatBeginsAConversation() {
    server.shown = turns -> turns.getJsonObject(0).put("text", "Hello?");
    var failures = run().stages().getFirst().failures();
    assertThat(failures).extracting(Failure::what).anyMatch(what -> what.startsWith("begin: "));
    assertThat(failures)
        .extracting(Failure::excerpt)
        .noneMatch(excerpt -> excerpt.contains("token"));
    assertThat(failures).extracting(Failure::excerpt).containsOnly("");
  }

  @Test
  void countsAnswersOfFailureAndGoesOnToTheNext() {
    server.status = 500;
    var outcome = run();
    var stage = outcome.stages().getFirst();
    assertThat(stage.failures())
        .containsExactly(new Failure("turn: status 500", 8, stage.failures().getFirst().excerpt()));
    assertThat(stage.brokenOff()).isEqualTo(8);
    // The stub stores all the same: nobody was told, so it is no fault.
    assertThat(stage.reconciled().unacknowledged()).isEqualTo(8);
    assertThat(stage.reconciled().isRight()).isTrue();
    assertThat(stage.unanswered()).isEqualTo(8);
    assertThat(outcome.isRight()).isFalse();
  }

  @Test
  void aServerThatBeginsNothingIsNotRight() {
    server.refuse =
        request -> request.path().endsWith("/conversations") && isPost(request) ? 500 : 200;
    var outcome = run();
    assertThat(outcome.stages().getFirst().begun()).isZero();
    assertThat(outcome.stages().getFirst().unanswered()).isEqualTo(8);
    assertThat(outcome.isRight()).isFalse();
  }
}

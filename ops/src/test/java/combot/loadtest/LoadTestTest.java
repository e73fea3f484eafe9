package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTestTest {

  private static final int MESSAGES = 7;

  private final StubServer server = new StubServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private Plan plan(Shape shape, Behaviour behaviour) {
    return new Plan(
        server.url(),
        "",
        StubServer.KEY,
        "test",
        shape,
        behaviour,
        1,
        Optional.empty(),
        false,
        Duration.ZERO,
        Duration.ofMinutes(1),
        100_000,
        false);
  }

  private static Shape sessions(int users, int sessions) {
    return new Shape.Sessions(users, sessions, Duration.ZERO, Duration.ZERO);
  }

  private Outcome run() {
    return LoadTest.run(plan(sessions(8, 1), Behaviour.calm(0)), Listener.NONE);
  }

  @Test
  void findsNothingWrongWithAServerThatIsRight() {
    var outcome = LoadTest.run(plan(sessions(15, 2), Behaviour.calm(0)), Listener.NONE);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.stages()).hasSize(2);
    for (var stage : outcome.stages()) {
      assertThat(stage.failures()).isEmpty();
      assertThat(stage.finished()).isEqualTo(15);
      assertThat(stage.replies().count()).isEqualTo(15 * MESSAGES);
      assertThat(stage.reconciled().conversations()).isEqualTo(15);
      assertThat(stage.reconciled().turns()).isEqualTo(15 * MESSAGES);
      assertThat(stage.reconciled().problems()).isEmpty();
      assertThat(stage.success().orElseThrow().share()).isEqualTo(1);
    }
    assertThat(outcome.cutShort()).isEmpty();
  }

  @Test
  void findsNothingWrongWithPeopleWhoReloadClickTwiceLeaveAndAreSlow() {
    var lively =
        new Behaviour(
            new LogNormal(1, 0),
            new LogNormal(5, 0),
            0,
            0.3,
            -1,
            0.5,
            0.5,
            0.2,
            Duration.ofMillis(1),
            100_000);
    var outcome = LoadTest.run(plan(sessions(40, 1), lively), Listener.NONE);
    var stage = outcome.stages().getFirst();
    assertThat(stage.failures()).isEmpty();
    assertThat(stage.reconciled().problems()).isEmpty();
    assertThat(outcome.isRight()).isTrue();
    assertThat(stage.droppedOut()).isBetween(1L, 39L);
    assertThat(stage.finished() + stage.droppedOut()).isEqualTo(40);
    assertThat(stage.of(Kind.READ).count()).isPositive();
    // A double click is waited for once.
    assertThat(stage.replies().count()).isEqualTo(stage.reconciled().turns());
    assertThat(stage.success().orElseThrow().trials()).isGreaterThan(stage.all().count());
  }

  @Test
  void burstsSendAllFirstMessagesOnceAllHaveBegun() {
    var outcome =
        LoadTest.run(plan(new Shape.Burst(10, 1, Duration.ZERO), Behaviour.calm(0)), Listener.NONE);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.stages().getFirst().finished()).isEqualTo(10);
    assertThat(outcome.stages().getFirst().users()).isEqualTo(10);
    // Who waits for the others is there, and waits for no answer.
    assertThat(outcome.stages().getFirst().little().orElseThrow().deviation()).isLessThan(0.3);
  }

  @Test
  void warmUpIsKeptApart() {
    var plan = plan(sessions(2, 1), Behaviour.calm(0));
    var warm =
        new Plan(
            plan.target(),
            "",
            plan.key(),
            "test",
            plan.shape(),
            plan.behaviour(),
            1,
            Optional.empty(),
            true,
            Duration.ofMillis(300),
            plan.longest(),
            plan.most(),
            true);
    var outcome = LoadTest.run(warm, Listener.NONE);
    var warmUp = outcome.warmUp().orElseThrow();
    assertThat(warmUp.begun()).isPositive();
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.latencies().get(Kind.TURN).count()).isEqualTo(2 * MESSAGES);
    assertThat(outcome.purged()).contains(warmUp.begun() + 2);
  }

  @Test
  void endsAtItsBoundOfRequestsAndSaysSo() {
    var plan = plan(new Shape.Soak(3, Duration.ofMinutes(1)), Behaviour.calm(0));
    var bounded =
        new Plan(
            plan.target(),
            "think-feel",
            plan.key(),
            "test",
            plan.shape(),
            plan.behaviour(),
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            plan.longest(),
            200,
            false);
    var outcome = LoadTest.run(bounded, Listener.NONE);
    assertThat(outcome.stages().getFirst().success().orElseThrow().trials()).isEqualTo(200);
    assertThat(outcome.cutShort().orElseThrow()).contains("200 requests");
    assertThat(outcome.isRight()).isTrue();
  }

  @Test
  void anInterruptionEndsItWithWhatWasFoundSoFar() throws InterruptedException {
    var heard = new CountDownLatch(1);
    var outcome = new AtomicReference<Outcome>();
    var plan = plan(new Shape.Soak(3, Duration.ofMinutes(1)), Behaviour.calm(0.1));
    var thread =
        Thread.ofPlatform()
            .start(() ->
                outcome.set(
                    LoadTest.run(
                        plan,
                        progress -> {
                          if (progress.conversations() > 0) {
                            heard.countDown();
                          }
                        })));
    heard.await();
    thread.interrupt();
    thread.join();
    assertThat(outcome.get().cutShort()).contains("It was stopped.");
    assertThat(outcome.get().stages().getFirst().begun()).isPositive();
    assertThat(outcome.get().isRight()).isTrue();
  }

  @Test
  void aWrongKeyIsToldBeforeAnythingIsSent() {
    var plan = plan(sessions(1, 1), Behaviour.calm(0));
    var wrong =
        new Plan(
            plan.target(),
            "",
            "wrong",
            "test",
            plan.shape(),
            plan.behaviour(),
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            plan.longest(),
            10,
            false);
    assertThatExceptionOfType(LoadTestException.class)
        .isThrownBy(() -> LoadTest.run(wrong, Listener.NONE))
        .withMessageContaining("refuses the key");
  }

  // What a server can do wrong, answer by answer.

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

  private static Behaviour behaving(double dropOut, int dropOutStep, double reload) {
    var calm = Behaviour.calm(0);
    return new Behaviour(
        calm.think(),
        calm.typing(),
        0,
        dropOut,
        dropOutStep,
        reload,
        0,
        0,
        calm.delay(),
        calm.bandwidth());
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

  private static boolean isPost(HttpServerRequest request) {
    return request.method().equals(HttpMethod.POST);
  }

  @Test
  void whatComesRightWhenItIsSentAgainCountsOnceFromTheFirstTime() {
    var turns = new AtomicInteger();
    server.refuse =
        request ->
            request.path().equals("/v1/conversation/turns") && turns.getAndIncrement() % 2 == 0
                ? 503
                : 200;
    var outcome = LoadTest.run(plan(sessions(1, 1), Behaviour.calm(0)), Listener.NONE);
    var stage = outcome.stages().getFirst();
    assertThat(outcome.isRight()).isTrue();
    assertThat(stage.failures()).extracting(Failure::count).containsExactly((long) MESSAGES);
    assertThat(stage.replies().count()).isEqualTo(MESSAGES);
    // Between the two attempts it waits for half a second at least.
    assertThat(stage.replies().p50()).isGreaterThan(500);
  }

  @Test
  void aTestInWhichNobodyComesToTheEndIsNotRight() {
    var plan = plan(new Shape.Soak(2, Duration.ofMillis(300)), Behaviour.calm(10));
    var outcome = LoadTest.run(plan, Listener.NONE);
    assertThat(outcome.stages().getFirst().failures()).isEmpty();
    assertThat(outcome.unseen()).hasSize(1);
    assertThat(outcome.isRight()).isFalse();
  }

  @Test
  void pausesEndAtTheBoundOfTime() {
    var plan =
        plan(new Shape.Sessions(1, 2, Duration.ZERO, Duration.ofMinutes(5)), Behaviour.calm(0));
    var bounded =
        new Plan(
            plan.target(),
            "",
            plan.key(),
            "test",
            plan.shape(),
            plan.behaviour(),
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            Duration.ofSeconds(3),
            plan.most(),
            false);
    var outcome = LoadTest.run(bounded, Listener.NONE);
    assertThat(outcome.stages()).hasSize(1);
    assertThat(outcome.cutShort().orElseThrow()).contains("bound of 3 s");
    assertThat(Requirement.hold(List.of(Requirement.parse("p95<1m")), outcome))
        .extracting(Requirement.Held::stage, Requirement.Held::holds)
        .containsExactly(tuple("session 1", true), tuple("session 2", false));
  }

  // What the load test asks for itself.

  private static boolean isComparing(HttpServerRequest request) {
    return request.path().startsWith("/v1/loadtest") && request.path().endsWith("/conversations");
  }

  @Test
  void asksAgainForWhatIsStored() {
    var asked = new AtomicInteger();
    server.refuse = request -> isComparing(request) && asked.getAndIncrement() < 2 ? 503 : 200;
    var outcome = run();
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.stages().getFirst().reconciled().conversations()).isEqualTo(8);
  }

  @Test
  void keepsWhatItMeasuredWhereTheServerDoesNotTellWhatIsStored() {
    server.refuse = request -> isComparing(request) ? 503 : 200;
    var stage = run().stages().getFirst();
    assertThat(stage.finished()).isEqualTo(8);
    assertThat(stage.reconciled().notCompared().orElseThrow()).contains("status 503");
    assertThat(stage.isRight()).isFalse();
  }

  @Test
  void saysThatWhatIsStoredIsNotOfItsForm() {
    var found = tampered(stored -> turns(stored).getJsonObject(1).putNull("text"));
    assertThat(found.problems().getFirst()).contains("not of the documented form");
  }

  private Outcome purged() {
    var plan = plan(sessions(2, 1), Behaviour.calm(0));
    return LoadTest.run(
        new Plan(
            plan.target(),
            "",
            plan.key(),
            "test",
            plan.shape(),
            plan.behaviour(),
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            plan.longest(),
            plan.most(),
            true),
        Listener.NONE);
  }

  private static boolean isRemoving(HttpServerRequest request) {
    return request.method().equals(HttpMethod.DELETE);
  }

  @Test
  void keepsWhatItMeasuredWhereTheServerDoesNotRemoveIt() {
    server.refuse = request -> isRemoving(request) ? 404 : 200;
    var outcome = purged();
    assertThat(outcome.notPurged().orElseThrow()).contains("status 404");
    assertThat(outcome.isRight()).isTrue();
  }

  /** Else the report could not be written. */
  @Test
  void anInterruptionWhileItRemovesDoesNotOutliveIt() {
    var worker = Thread.currentThread();
    server.refuse =
        request -> {
          if (isRemoving(request)) {
            worker.interrupt();
          }
          return 200;
        };
    var outcome = purged();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(outcome.purged()).contains(2L);
  }

  @Test
  void tellsWhyARequestCannotBeSent() {
    var plan = plan(sessions(1, 1), Behaviour.calm(0));
    var twoLines =
        new Plan(
            plan.target(),
            "",
            "two\nlines",
            "test",
            plan.shape(),
            plan.behaviour(),
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            plan.longest(),
            10,
            false);
    assertThatExceptionOfType(LoadTestException.class)
        .isThrownBy(() -> LoadTest.run(twoLines, Listener.NONE))
        .withMessageContaining("can't be reached");
  }

  // What a store can do wrong.

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

  @Test
  void arrivalsArePlannedByTheSeedAndCome() {
    var shape = new Shape.Arrivals(40, Duration.ofSeconds(2));
    var first = LoadTest.run(plan(shape, Behaviour.calm(0)), Listener.NONE).stages().getFirst();
    var second = LoadTest.run(plan(shape, Behaviour.calm(0)), Listener.NONE).stages().getFirst();
    var arrivals = first.arrivals().orElseThrow();
    assertThat(arrivals.planned()).isEqualTo(second.arrivals().orElseThrow().planned());
    assertThat(arrivals.planned()).isBetween(50L, 115L);
    assertThat(arrivals.achieved()).isBetween(arrivals.planned() / 2, arrivals.planned());
    assertThat(first.reconciled().isRight()).isTrue();
  }

  @Test
  void stepsMeasureEachNumberOfUsersByItself() {
    var shape = new Shape.Steps(List.of(1, 3), Duration.ofMillis(600), Duration.ZERO);
    var outcome = LoadTest.run(plan(shape, Behaviour.calm(0.001)), Listener.NONE);
    assertThat(outcome.stages()).extracting(stage -> stage.users()).containsExactly(1, 3);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.changes()).isEmpty();
  }
}

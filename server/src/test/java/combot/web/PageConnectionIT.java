package combot.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import combot.WorkerProcess;
import combot.web.Browser.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a participant has of a killed worker, a lost network, a busy server: a wait. */
@Tag("slow")
class PageConnectionIT {

  private static final String TURNS = "**/v1/conversation/turns";
  private static final String BEGUN = "**/v1/studies/think-feel/conversations";

  @RegisterExtension
  static final WorkerProcess worker = WorkerProcess.serving("--study", HastyStudy.file());

  @RegisterExtension static final Browser browser = new Browser(worker);

  private final Stored stored = new Stored(worker);

  @Test
  void waitsForAKilledWorkerAndNeitherLosesNorDoublesAMessage() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.says("my phone died after a day");
    worker.kill();

    person.writes("it was brand new");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();
    assertThat(person.at("#news")).not().isEmpty();
    assertThat(person.at(".own.waiting .bubble")).hasText("it was brand new");
    worker.start();

    person.awaitAnswer();
    assertThat(person.at("#trouble")).isHidden();
    assertThat(person.at(".own.waiting")).hasCount(0);
    person.says("they offered nothing");
    assertThat(person.sees())
        .isEqualTo(person.transcript())
        .isEqualTo(stored.turns(person.token()))
        .containsOnlyOnce("participant: it was brand new")
        .hasSize(7);
  }

  @Test
  void survivesAWorkerThatDiesAgainAndAgainThroughoutAConversation() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    for (var said : Participant.STORY) {
      person.writes(said);
      person.sends();
      if (Participant.STORY.indexOf(said) % 2 == 0) {
        worker.kill();
        worker.start();
      }
      person.awaitAnswer();
    }
    person.says("jo@example.org");

    assertThat(person.at("#finish")).isVisible();
    assertThat(person.seesAfterAReload()).isEqualTo(stored.turns(person.token()));
    for (var said : Participant.STORY) {
      assertThat(person.sees()).containsOnlyOnce("participant: " + said);
    }
  }

  @Test
  void storesOnceWhatWasStoredBeforeTheAnswerWasLost() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    var sent = new ArrayList<String>();
    person.page.route(
        TURNS,
        route -> {
          sent.add(route.request().postData());
          if (sent.size() == 1) {
            route.fetch();
            route.abort("connectionreset");
          } else {
            route.resume();
          }
        });

    person.says("the soup was cold");

    assertThat(sent).hasSize(2);
    assertThat(sent.getFirst()).isEqualTo(sent.getLast());
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
  }

  /**
   * The server's time is in the delay already: counted twice, a model's reply would show sooner.
   */
  @Test
  void countsAReplysDelayFromWhenItsAnswerIsThere() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    var held = new ArrayList<Route>();
    person.page.route(TURNS, held::add);
    person.page.clock().install();
    person.writes("the lid came off");
    person.sends();
    person.page.waitForCondition(() -> !held.isEmpty());
    person.page.clock().pauseAt(Instant.now().plusSeconds(5).toEpochMilli());
    var answer = held.getFirst().fetch();
    var delayed = answer.text().replaceAll("\"delayMs\":\\d+", "\"delayMs\":3000");
    held.getFirst().fulfill(new Route.FulfillOptions().setResponse(answer).setBody(delayed));

    assertThat(person.at(".own[data-number]")).hasCount(1);
    person.page.clock().runFor(2_900);
    assertThat(person.at("#turns > .bot")).hasCount(1);
    person.page.clock().runFor(200);
    assertThat(person.at("#turns > .bot")).hasCount(2);
  }

  @Test
  void showsAReplyAtItsMomentAlsoWhereThePageIsLoadedAnewBefore() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.says("the lid came off");
    person.page.route(
        "**/v1/conversation",
        route -> {
          var read = route.fetch();
          var late = read.text().replaceAll("(?<head>.*\"delayMs\":)0", "${head}3000");
          route.fulfill(new Route.FulfillOptions().setResponse(read).setBody(late));
        });
    person.page.clock().install();
    person.page.clock().pauseAt(Instant.now().plusSeconds(5).toEpochMilli());
    person.page.reload();

    assertThat(person.at("#turns > .own")).hasCount(1);
    assertThat(person.at("#progress")).hasAttribute("aria-valuetext", "1 of 7");
    assertThat(person.at("#message")).hasAccessibleName("Your message");
    person.writes("and the soup ran out");
    person.sends();
    assertThat(person.field()).hasValue("and the soup ran out");
    person.page.clock().runFor(2_900);
    assertThat(person.at("#typing")).isVisible();
    assertThat(person.at("#turns > .bot")).hasCount(1);
    person.page.clock().runFor(200);
    assertThat(person.at("#turns > .bot")).hasCount(2);
    person.awaitAnswer();
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsAsLongAsABusyServerAsksAndSendsTheSameAgain(int status) {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    var sent = new ArrayList<String>();
    var times = new ArrayList<Long>();
    person.page.route(
        TURNS,
        route -> {
          times.add(System.nanoTime());
          sent.add(route.request().postData());
          if (sent.size() == 1) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(status)
                    .setHeaders(Map.of("Retry-After", "2")));
          } else {
            route.resume();
          }
        });
    person.writes("the app crashed");
    person.sends();
    assertThat(person.at("#trouble-text")).containsText("busy");
    person.awaitAnswer();

    assertThat(sent.getFirst()).isEqualTo(sent.getLast());
    assertThat(times.getLast() - times.getFirst()).isGreaterThan(1_900_000_000L);
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
  }

  @Test
  void sendsWhenTheNetworkComesBack() {
    var context = browser.fresh(Screen.PHONE);
    var person = Participant.agrees(context, worker);
    context.setOffline(true);
    person.writes("the hotel room was dirty");
    person.sends();
    assertThat(person.at("#trouble-text")).containsText("connection was lost");

    context.setOffline(false);
    person.awaitAnswer();

    assertThat(person.at("#trouble")).isHidden();
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
  }

  @Test
  void sendsAfterAReloadWhatWasOnItsWayBefore() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.page.route(TURNS, route -> route.abort("connectionreset"));
    person.writes("they cancelled my flight");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();

    person.page.unroute(TURNS);
    person.page.reload();

    assertThat(person.at("#turns > .bot")).hasCount(2);
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
  }

  @Test
  void doesNotSendAgainAfterAReloadWhatHadArrived() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.page.route(
        TURNS,
        route -> {
          route.fetch();
          route.abort("connectionreset");
        });
    person.writes("they cancelled my flight");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();

    person.page.unroute(TURNS);
    person.page.reload();

    assertThat(person.at("#turns > .turn")).hasCount(3);
    person.awaitAnswer();
    person.says("to rome");
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(5);
  }

  @Test
  void takesAnAcceptedContactOnceWhereTheAnswerToItWasLost() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    Participant.STORY.forEach(person::says);
    person.page.route(
        TURNS,
        route -> {
          route.fetch();
          route.abort("connectionreset");
        });
    person.writes("jo@example.org");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();

    person.page.unroute(TURNS);
    person.page.reload();

    assertThat(person.at("#finish")).isVisible();
    assertThat(person.at("#trouble")).isHidden();
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(16);
  }

  @Test
  void saysThatAMessageIsSavedWhoseAnswerCannotBeShown() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.page.route(
        TURNS,
        route -> {
          var answer = route.fetch();
          var damaged = answer.text().replaceFirst("\"progress\":\\{[^}]*}", "\"progress\":null");
          route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(damaged));
        });
    person.writes("the parcel was empty");
    person.sends();

    assertThat(person.at("#trouble-text")).containsText("Your message is saved");
    assertThat(person.at(".note")).hasCount(0);
    browser.forgivesFault("null");
    person.page.unroute(TURNS);
    person.at("#trouble-action").click();

    assertThat(person.at("#turns > .turn")).hasCount(3);
    assertThat(person.at("#trouble")).isHidden();
    assertThat(person.sees()).isEqualTo(stored.turns(person.token()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsAMessageForANewConversationWhereTheServerLostTheOldOne(boolean reloaded)
      throws IOException {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.says("the train was late");
    worker.kill();
    person.writes("by two hours");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();
    person.writes("and cold");
    for (var file : Files.list(worker.data()).toList()) {
      Files.delete(file);
    }
    if (reloaded) {
      // Without the script's requests, which would be answered once the worker runs again.
      person.page.navigate("about:blank");
    }
    worker.start();
    if (reloaded) {
      person.page.goBack();
    }

    assertThat(person.at("#notice-title")).hasText("This conversation was not found");
    assertThat(person.at("#notice-quote")).hasText("by two hours");
    assertThat(person.at("#notice-text")).containsText("research team");
    person.at("#notice-choices button").click();
    person.at("#agree").click();
    person.awaitGreeting();
    assertThat(person.at("#message")).hasValue("by two hours\n\nand cold");
    assertThat(stored.turns(person.token())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoDeclinesABeginningIsNotDrawnInAndWhoThinksBetterOfItTakesNoSecondSlot(boolean answered) {
    int conversations = stored.conversations();
    var person = Participant.opens(browser.fresh(Screen.PHONE), worker, "");
    var held = new CompletableFuture<Route>();
    person.page.route(BEGUN, held::complete);
    person.at("#agree").click();
    person.page.waitForCondition(held::isDone);
    var answer = held.join().fetch();

    person.at("#decline").click();
    if (answered) {
      held.join().fulfill(new Route.FulfillOptions().setResponse(answer));
    }
    assertThat(person.at("#notice-title")).isFocused();
    person.page.unroute(BEGUN);
    person.page.reload();
    assertThat(person.at("#agree")).isVisible();
    person.at("#agree").click();

    person.awaitGreeting();
    assertThat(stored.conversations()).isEqualTo(conversations + 1);
  }

  @Test
  void whoDeclinesWhileABeginningHangsMayAgreeAtOnce() {
    var person = Participant.opens(browser.fresh(Screen.PHONE), worker, "");
    var held = new CompletableFuture<Route>();
    person.page.route(
        BEGUN,
        route -> {
          if (!held.complete(route)) {
            route.resume();
          }
        });
    person.at("#agree").click();
    person.page.waitForCondition(held::isDone);

    person.at("#decline").click();
    person.at("#notice-choices button").click();
    person.at("#agree").click();

    person.awaitGreeting();
  }

  @Test
  void saysOnceWhatItWaitsForHoweverOftenItTries() {
    var person = Participant.opens(browser.fresh(Screen.PHONE), worker, "");
    var tries = new ArrayList<Route>();
    person.page.route(
        BEGUN,
        route -> {
          tries.add(route);
          route.fulfill(new Route.FulfillOptions().setStatus(503));
        });
    person.page.evaluate(
        """
        () => {
          window.told = [];
          const status = document.getElementById('consent-status');
          new MutationObserver(() => window.told.push(status.textContent))
            .observe(status, { childList: true });
        }\
        """);
    person.at("#agree").click();
    person.page.waitForCondition(() -> tries.size() > 2);

    assertThat((List<?>) person.page.evaluate("window.told"))
        .hasSize(2)
        .last()
        .asString()
        .contains("This page keeps trying");
  }

  @Test
  void beginsOneConversationWhereTheAnswerToTheBeginningWasLost() {
    int conversations = stored.conversations();
    var person = Participant.opens(browser.fresh(Screen.PHONE), worker, "");
    person.page.route(
        BEGUN,
        route -> {
          route.fetch();
          route.abort("connectionreset");
        });
    person.at("#agree").dblclick();
    assertThat(person.at("#consent-status")).containsText("This page keeps trying");

    person.page.unroute(BEGUN);
    person.page.reload();

    person.awaitGreeting();
    assertThat(stored.conversations()).isEqualTo(conversations + 1);
  }
}

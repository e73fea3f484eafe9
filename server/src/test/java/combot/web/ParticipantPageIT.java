package combot.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Route;
import combot.WorkerProcess;
import combot.web.Browser.Screen;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The participant page in a real browser, on a real worker. */
@Tag("slow")
class ParticipantPageIT {

  private static final Pattern LEVELS = Pattern.compile("\\b(High|Low)\\b");

  @RegisterExtension
  static final WorkerProcess worker = WorkerProcess.serving("--study", "studies/think-feel.yaml");

  @RegisterExtension static final Browser browser = new Browser(worker);

  private final Stored stored = new Stored(worker);

  @ParameterizedTest
  @EnumSource(names = {"PHONE", "DESKTOP"})
  void holdsWholeConversationsInTwoConditions(Screen screen) {
    var conditions = new HashSet<String>();
    while (conditions.size() < 2) {
      var person = Participant.agrees(browser.fresh(screen), worker);
      if (conditions.add(stored.condition(person.token()))) {
        person.holdsAWholeConversation();

        assertThat(person.sees()).contains("participant: jo@example.org");
        assertThat(person.seesAfterAReload())
            .isEqualTo(person.transcript())
            .isEqualTo(stored.turns(person.token()))
            .doesNotContain("participant: jo@example.org")
            .containsAll(Participant.STORY.stream().map(said -> "participant: " + said).toList());
        assertThat(person.at("#finish-link"))
            .hasAttribute("href", Pattern.compile("https://survey\\.example\\.org/.+"));
        assertThat(person.at("#finish-link")).not().hasAttribute("target", Pattern.compile(".+"));
        assertThat(person.at("#progress-bar")).hasAttribute("style", "width: 100%;");
      }
    }
  }

  @Test
  void showsThatTheBotTypesForAsLongAsTheStudySays() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.writes("the sleeves were too long");
    long sent = System.nanoTime();
    person.sends();

    assertThat(person.at("#typing")).isVisible();
    assertThat(person.at("#typing-text")).containsText("is typing");
    assertThat(person.at("#turns > .bot")).hasCount(2);
    assertThat(person.at("#typing")).isHidden();
    var reply = person.sees().getLast().substring("bot: ".length());
    long typing = Math.min(400 + 12L * reply.length(), 3_000);
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThan(Duration.ofMillis(typing));
  }

  @Test
  void goesOnWhereOneWasAfterAReloadInTheMiddle() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    person.says("my parcel was left in the rain");
    person.says("on monday");
    person.writes("half a thou");
    var before = person.sees();
    int conversations = stored.conversations();

    person.page.reload();

    assertThat(person.at("#turns > .turn")).hasCount(before.size());
    assertThat(person.sees()).isEqualTo(before).isEqualTo(person.transcript());
    assertThat(person.at("#message")).hasValue("half a thou");
    assertThat(stored.conversations()).isEqualTo(conversations);

    person.says("half a thought");
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(before.size() + 2);
  }

  @Test
  void goesOnWhereOneWasAfterAReloadAtTheEnd() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    person.holdsAWholeConversation();
    var link = person.at("#finish-link").getAttribute("href");

    person.page.reload();

    assertThat(person.at("#finish-link")).hasAttribute("href", link);
    assertThat(person.at("#composer")).isHidden();
  }

  @Test
  void showsMarkupAndEmojiAsTheTextThatTheyAre() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    var dialogs = new ArrayList<String>();
    person.page.onDialog(dialog -> {
      dialogs.add(dialog.message());
      dialog.dismiss();
    });
    var text =
        "<script>alert(1)</script> <img src=x onerror=alert(2)> & &amp; 😡👩‍👩‍👧 {{title}} {name}";

    person.says(text);
    assertThat(person.sees().get(1)).isEqualTo("participant: " + text);
    person.page.reload();
    assertThat(person.at("#turns > .turn")).hasCount(3);

    assertThat(person.sees().get(1)).isEqualTo("participant: " + text);
    assertThat(stored.turns(person.token()).get(1)).isEqualTo("participant: " + text);
    assertThat(person.at("#turns script, #turns img")).hasCount(0);
    assertThat(dialogs).isEmpty();
  }

  @Test
  void sendsOnceForADoubleClick() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    person.writes("the waiter was rude");

    person.at("#send").dblclick();
    person.awaitAnswer();

    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
    assertThat(turnsPosted()).isEqualTo(1);
  }

  @Test
  void sendsOnceForADoubleEnterAndKeepsWhatIsWrittenMeanwhile() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    person.writes("the waiter was rude");

    person.sends();
    person.page.keyboard().press("Enter");
    // At once: the bot types for a second only.
    person.page.keyboard().insertText("and another thing");
    person.page.keyboard().press("Enter");
    assertThat(person.at("#send")).hasAttribute("aria-disabled", "true");
    person.awaitAnswer();

    assertThat(person.at("#message")).hasValue("and another thing");
    assertThat(person.at("#send")).hasAttribute("aria-disabled", "false");
    assertThat(stored.turns(person.token())).hasSize(3);
    assertThat(turnsPosted()).isEqualTo(1);
  }

  @Test
  void breaksTheLineForShiftEnterAndLeavesAnEnterToTheInputMethod() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    person.at("#message").pressSequentially("one");
    person.page.keyboard().press("Shift+Enter");
    person.page.keyboard().type("two");
    person
        .at("#message")
        .evaluate(
            """
            field => field.dispatchEvent(new KeyboardEvent('keydown',
              {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))\
            """);

    assertThat(turnsPosted()).isZero();
    person.sends();
    person.awaitAnswer();

    assertThat(stored.turns(person.token()).get(1)).isEqualTo("participant: one\ntwo");
  }

  @Test
  void showsInASecondTabWhatWasSaidInTheFirst() {
    var context = browser.fresh(Screen.DESKTOP);
    var first = Participant.agrees(context, worker);
    first.says("the courier threw the box over the fence");
    int conversations = stored.conversations();

    var second = Participant.opens(context, worker, "");
    assertThat(second.at("#turns > .turn")).hasCount(3);
    second.says("it was last week");
    first.page.bringToFront();

    assertThat(first.at("#turns > .turn")).hasCount(5);
    assertThat(first.sees()).isEqualTo(second.sees()).isEqualTo(stored.turns(first.token()));
    first.says("no");
    assertThat(first.sees()).isEqualTo(stored.turns(first.token())).hasSize(7);
    assertThat(stored.conversations()).isEqualTo(conversations);
  }

  @Test
  void resumesTheConversationOfAPanelIdInAnotherBrowserAndBeginsOneForAnother() {
    var at = browser.fresh(Screen.DESKTOP);
    var person = Participant.agrees(at, worker, "?PROLIFIC_PID=ada&STUDY_ID=s1&unlisted=x");
    person.says("the shop lost my order");
    var said = person.sees();

    var elsewhere = Participant.agrees(browser.fresh(Screen.PHONE), worker, "?PROLIFIC_PID=ada");
    assertThat(elsewhere.at("#turns > .turn")).hasCount(3);
    assertThat(elsewhere.sees()).isEqualTo(said);

    var other = Participant.agrees(at, worker, "?PROLIFIC_PID=grace");
    assertThat(other.sees()).hasSize(1);
  }

  @Test
  void storesNothingForWhoDeclinesAndLeavesTheWayBackOpen() {
    int conversations = stored.conversations();
    var person = Participant.opens(browser.fresh(Screen.PHONE), worker, "");

    person.at("#decline").click();
    assertThat(person.at("#notice-title")).isFocused();
    assertThat(person.at("#notice-text")).not().isEmpty();
    assertThat(stored.conversations()).isEqualTo(conversations);

    person.at("#notice-choices button").click();
    person.at("#agree").click();
    person.awaitGreeting();
    assertThat(stored.conversations()).isEqualTo(conversations + 1);
  }

  @Test
  void asksAgainForAnAddressThatIsNoneAndGivesItBackToBeMended() {
    var person = Participant.agrees(browser.fresh(Screen.PHONE), worker);
    Participant.STORY.forEach(person::says);
    assertThat(person.at("#contact")).hasAttribute("type", "email");
    assertThat(person.at("#contact")).isFocused();

    person.says("jo at example");
    assertThat(person.at("#contact")).isFocused();
    assertThat(person.at("#contact")).hasValue("jo at example");
    assertThat(person.at("#contact")).hasAttribute("aria-invalid", "true");
    assertThat(person.at("#finish")).isHidden();

    person.page.keyboard().type("jo@");
    assertThat(person.at("#contact")).hasValue("jo@");
    person.page.reload();
    assertThat(person.at("#contact")).isVisible();
    assertThat(person.at("#contact")).hasValue("");

    person.says("jo@example.org");
    assertThat(person.at("#finish-title")).isFocused();
    assertThat(person.seesAfterAReload())
        .isEqualTo(person.transcript())
        .hasSameSizeAs(stored.turns(person.token()));
  }

  @Test
  void worksInAFrameThatMayNotStoreAnything() {
    var context = browser.fresh(Screen.PHONE);
    context.addInitScript(
        """
        for (const name of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});
        }\
        """);
    var person = Participant.agrees(context, worker);

    person.says("they charged me twice");

    assertThat(person.sees()).hasSize(3);
  }

  @Test
  void tellsThePageNeitherLevelsNorClassNorScores() throws Exception {
    var context = browser.fresh(Screen.DESKTOP);
    var received = new HashMap<String, List<String>>();
    context.route(
        "**/*",
        route -> {
          var answer = route.fetch();
          var all = List.of(route.request().url(), answer.headers().toString(), answer.text());
          received
              .computeIfAbsent(URI.create(answer.url()).getPath(), _ -> new ArrayList<>())
              .addAll(all);
          route.fulfill(new Route.FulfillOptions().setResponse(answer));
        });
    var person = Participant.agrees(context, worker, "?PROLIFIC_PID=nosy");
    person.holdsAWholeConversation();
    person.page.reload();
    assertThat(person.at("#finish")).isVisible();

    assertThat(received).containsKeys("/s/think-feel", "/assets/page.js", "/v1/conversation/turns");
    assertThat(received.values())
        .allSatisfy(texts -> assertThat(texts).noneMatch(LEVELS.asPredicate()));
    var names = new HashSet<String>();
    for (var path : received.keySet()) {
      if (path.startsWith("/v1/")) {
        for (int i = 2; i < received.get(path).size(); i += 3) {
          collectNames(new ObjectMapper().readTree(received.get(path).get(i)), names);
        }
      }
    }
    assertThat(names)
        .contains("turns", "replies", "finish")
        .doesNotContainAnyElementsOf(
            Set.of("condition", "assigned", "delivered", "brand", "think", "feel"))
        .noneMatch(name -> name.matches("(?i).*(class|score|level|factor|scenario|seed|pool).*"));
  }

  @Test
  void isTheSameForEverybodyAndStartsNothingByBeingOpened() {
    int conversations = stored.conversations();
    var context = browser.fresh(Screen.DESKTOP).request();
    var page = context.get(worker.url() + "/s/think-feel?PROLIFIC_PID=ada");
    var other = context.get(worker.url() + "/s/think-feel?PROLIFIC_PID=grace");

    assertThat(page.text()).isEqualTo(other.text());
    assertThat(page.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cache-control", "no-cache");
    assertThat(page.headers().get("content-security-policy"))
        .contains("default-src 'self'", "frame-ancestors 'self' https:")
        .doesNotContain("unsafe");
    assertThat(stored.conversations()).isEqualTo(conversations);
  }

  @Test
  void answersAnUnknownStudyInPlainWords() {
    var page = browser.fresh(Screen.PHONE).newPage();

    assertThat(page.navigate(worker.url() + "/s/nothing").status()).isEqualTo(404);
    assertThat(page.locator("h1")).hasText("This study was not found");
  }

  @Test
  void leadsToTheFirstStudyWithTheParametersOfTheLink() {
    var page = browser.fresh(Screen.PHONE).newPage();

    page.navigate(worker.url() + "/?PROLIFIC_PID=ada2");

    assertThat(page).hasURL(worker.url() + "/s/think-feel?PROLIFIC_PID=ada2");
    assertThat(page).hasTitle("A bad experience");
  }

  private static long turnsPosted() {
    return browser.responses().stream().filter(r -> r.url().endsWith("/turns")).count();
  }

  private static void collectNames(JsonNode node, Set<String> names) {
    node.properties().forEach(field -> names.add(field.getKey()));
    List.copyOf(node.valueStream().toList()).forEach(child -> collectNames(child, names));
  }
}

package combot.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import combot.WorkerProcess;
import combot.web.Browser.Screen;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One conversation in several tabs and devices, and several people at one computer. */
@Tag("slow")
class PageElsewhereIT {

  private static final String TURNS = "**/v1/conversation/turns";
  private static final String PENDING =
      "() => Object.keys(localStorage).filter(key => key.includes(' pending ')).length";

  @RegisterExtension
  static final WorkerProcess worker = WorkerProcess.serving("--study", HastyStudy.file());

  @RegisterExtension static final Browser browser = new Browser(worker);

  private final Stored stored = new Stored(worker);

  @Test
  void givesBackWhatWasWrittenForAnEarlierQuestion() {
    var phone = Participant.agrees(browser.fresh(Screen.PHONE), worker, "?PROLIFIC_PID=behind");
    var laptop = Participant.agrees(browser.fresh(Screen.DESKTOP), worker, "?PROLIFIC_PID=behind");
    phone.says("the hotel was loud");
    laptop.says("the bed was broken");

    assertThat(laptop.at("#trouble-text")).containsText("has gone on elsewhere");
    assertThat(laptop.at("#news")).containsText("has gone on elsewhere");
    assertThat(laptop.at("#message")).hasValue("the bed was broken");
    assertThat(laptop.at("#message")).isFocused();
    assertThat(laptop.sees()).isEqualTo(phone.sees()).isEqualTo(stored.turns(phone.token()));

    laptop.sends();
    assertThat(laptop.at("#turns > .turn")).hasCount(5);
    assertThat(laptop.at("#trouble")).isHidden();
    assertThat(laptop.sees()).isEqualTo(stored.turns(phone.token()));
  }

  @Test
  void givesItBackBeforeWhatHasBeenBegunMeanwhile() {
    var phone = Participant.agrees(browser.fresh(Screen.PHONE), worker, "?PROLIFIC_PID=typing");
    var laptop = Participant.agrees(browser.fresh(Screen.DESKTOP), worker, "?PROLIFIC_PID=typing");
    laptop.page.route(TURNS, route -> route.abort("connectionreset"));
    laptop.writes("the bed was broken");
    laptop.sends();
    laptop.writes("and so was the chair");
    phone.says("the hotel was loud");
    laptop.page.unroute(TURNS);
    laptop.awaitAnswer();

    assertThat(laptop.at("#message")).hasValue("the bed was broken\n\nand so was the chair");
    assertThat(laptop.at(".own.waiting")).hasCount(0);
    assertThat(stored.turns(phone.token())).hasSize(3);
  }

  @Test
  void saysThatTheConversationWasEndedElsewhere() {
    var phone = Participant.agrees(browser.fresh(Screen.PHONE), worker, "?PROLIFIC_PID=ended");
    var laptop = Participant.agrees(browser.fresh(Screen.DESKTOP), worker, "?PROLIFIC_PID=ended");
    phone.holdsAWholeConversation();
    laptop.says("the bed was broken");

    assertThat(laptop.at("#finish")).isVisible();
    assertThat(laptop.at("#trouble-text")).containsText("was ended elsewhere");
    assertThat(laptop.sees()).isEqualTo(stored.turns(phone.token()));
  }

  @Test
  void keepsTheMessagesOfTwoTabsThatSendAtOnce() {
    var context = browser.fresh(Screen.DESKTOP);
    var first = Participant.agrees(context, worker);
    var second = Participant.opens(context, worker, "");
    assertThat(second.at("#turns > .turn")).hasCount(1);
    context.route(TURNS, route -> route.abort("connectionreset"));
    for (var tab : List.of(first, second)) {
      tab.writes(tab == first ? "the first" : "the second");
      tab.sends();
      assertThat(tab.at("#trouble")).isVisible();
    }
    assertThat(first.page.evaluate(PENDING)).isEqualTo(2);
    context.unroute(TURNS);
    first.awaitAnswer();
    second.awaitAnswer();

    assertThat(stored.turns(first.token())).hasSize(3);
    var said = stored.turns(first.token()).get(1).substring("participant: ".length());
    var behind = said.equals("the first") ? second : first;
    var other = said.equals("the first") ? "the second" : "the first";
    assertThat(behind.at("#message")).hasValue(other);
    assertThat(behind.at("#trouble-text")).containsText("has gone on elsewhere");
    assertThat(first.page.evaluate(PENDING)).isEqualTo(0);
  }

  @Test
  void takesUpTheMessageOfATabThatWasClosed() {
    var context = browser.fresh(Screen.DESKTOP);
    var first = Participant.agrees(context, worker);
    var second = Participant.opens(context, worker, "");
    assertThat(second.at("#turns > .turn")).hasCount(1);
    context.route(TURNS, route -> route.abort("connectionreset"));
    for (var tab : List.of(first, second)) {
      tab.writes(tab == first ? "the first" : "the second");
      tab.sends();
      assertThat(tab.at("#trouble")).isVisible();
    }
    second.page.close();
    context.unroute(TURNS);
    first.page.reload();

    assertThat(first.at("#trouble-text")).containsText("has gone on elsewhere");
    first.awaitAnswer();
    assertThat(first.sees()).isEqualTo(stored.turns(first.token())).hasSize(3);
    first.sends();
    assertThat(first.at("#turns > .turn")).hasCount(5);
    assertThat(stored.turns(first.token()))
        .containsOnlyOnce("participant: the first", "participant: the second");
    assertThat(first.page.evaluate(PENDING)).isEqualTo(0);
  }

  @Test
  void believesTheBrowsersStorageWhereItWorksAndItsOwnMemoryWhereItIsFull() {
    var page = Participant.opens(browser.fresh(Screen.DESKTOP), worker, "").page;
    var read =
        page.evaluate(
            """
            async () => {
              const { Store } = await import('/assets/store.js');
              const store = new Store('some-study', {});
              store.token = 'one';
              const kept = store.token;
              localStorage.clear(); // as another tab does
              const removed = store.token;
              Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };
              store.token = 'two';
              store.keep({ turnId: 't', text: 'hello', after: 1 });
              return [kept, removed, store.token, store.pending[0].text];
            }\
            """);

    assertThat(read).isEqualTo(Stream.of("one", null, "two", "hello").toList());
  }

  @Test
  void letsTheNextPersonAtASharedComputerStartAnew() {
    var context = browser.fresh(Screen.DESKTOP);
    var person = Participant.agrees(context, worker);
    assertThat(person.at("#anew")).isHidden();
    person.holdsAWholeConversation();
    var finished = person.token();
    int conversations = stored.conversations();
    person.page.reload();
    person.at("#anew").click();
    assertThat(person.at("#notice-title")).isFocused();
    person.at("#notice-choices button").last().click();
    assertThat(person.at("#finish-title")).isFocused();
    var otherTab = Participant.opens(context, worker, "");
    assertThat(otherTab.at("#finish")).isVisible();

    person.at("#anew").click();
    person.at("#notice-choices button").first().click();
    person.at("#agree").click();
    person.awaitGreeting();
    person.says("the soup was cold");

    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
    assertThat(stored.conversations()).isEqualTo(conversations + 1);
    assertThat(stored.turns(finished)).hasSize(16);
    assertThat(otherTab.at("#turns > .turn")).hasCount(3);
    assertThat(otherTab.at("#finish")).isHidden();
  }

  @Test
  void offersNoSecondBeginningToWhoCameWithAPanelId() {
    var query = "?PROLIFIC_PID=once";
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker, query);
    person.holdsAWholeConversation();
    assertThat(person.at("#anew")).isHidden();

    person.page.reload();
    assertThat(person.at("#finish")).isVisible();
    assertThat(person.at("#anew")).isHidden();
  }

  @Test
  void takesAPlaceholderThatNoPanelFilledInForNobody() {
    var query = "?PROLIFIC_PID=%7B%7B%25PROLIFIC_PID%25%7D%7D";
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker, query);
    person.holdsAWholeConversation();
    assertThat(person.at("#anew")).isVisible();
  }
}

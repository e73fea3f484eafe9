package combot.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import combot.WorkerProcess;
import combot.web.Browser.Screen;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The participant page by keyboard, by screen reader, on small screens, for weak eyes. */
@Tag("slow")
class PageAccessibilityIT {

  /** Texts whose contrast with what lies behind them is below WCAG's 4.5. */
  private static final String PALE =
      """
      () => {
        const rgb = (css) => (css.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
        const light = (css) => {
          const [r, g, b] = rgb(css).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const css = getComputedStyle(e).backgroundColor;
            if ((rgb(css)[3] ?? 1) === 1) return css;
          }
          return 'rgb(255, 255, 255)';
        };
        return [...document.querySelectorAll('body *')]
          .filter((e) => e.checkVisibility() && !e.classList.contains('unseen'))
          .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
            || e.matches('input, textarea'))
          .filter((e) => {
            const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
          })
          .map((e) => e.outerHTML);
      }\
      """;

  /** What can be pressed and is smaller than 44 by 44. */
  private static final String SMALL =
      """
      () => [...document.querySelectorAll('button, a, input, textarea')]
        .filter((e) => e.checkVisibility())
        .filter((e) => e.getBoundingClientRect().width < 44 || e.getBoundingClientRect().height < 44)
        .map((e) => e.outerHTML)\
      """;

  /** Records what a screen reader would be told by the log. */
  static final String LISTEN =
      """
      window.announced = [];
      addEventListener('DOMContentLoaded', () => {
        new MutationObserver((changes) => {
          for (const node of changes.flatMap((change) => [...change.addedNodes])) {
            if (node.closest('[aria-live]').getAttribute('aria-live') !== 'off') {
              announced.push(node.querySelector('.bubble').textContent);
            }
          }
        }).observe(document.getElementById('turns'), {childList: true});
      });\
      """;

  @RegisterExtension
  static final WorkerProcess worker = WorkerProcess.serving("--study", HastyStudy.file());

  @RegisterExtension static final Browser browser = new Browser(worker);

  @Test
  void canBeUsedFromConsentToTheLinkByKeyboardAlone() {
    var person = Participant.opens(browser.fresh(Screen.DESKTOP), worker, "");
    var keyboard = person.page.keyboard();
    assertThat(person.at("#agree")).isVisible();
    keyboard.press("Tab");
    assertThat(person.at("#agree")).isFocused();
    keyboard.press("Enter");
    assertThat(person.at("#message")).isFocused();

    for (var said : Participant.STORY) {
      keyboard.type(said);
      keyboard.press("Tab");
      assertThat(person.at("#send")).isFocused();
      keyboard.press("Space");
      person.awaitAnswer();
    }
    assertThat(person.at("#contact")).isFocused();
    keyboard.type("jo@example.org");
    keyboard.press("Enter");

    assertThat(person.at("#finish-title")).isFocused();
    keyboard.press("Tab");
    assertThat(person.at("#finish-link")).isFocused();
  }

  @Test
  void letsTheConversationBeScrolledByKeyboard() {
    var person = Participant.agrees(browser.fresh(Screen.SMALL_PHONE), worker);
    person.says("long story ".repeat(60));
    person.says("and longer ".repeat(60));
    person.at("#log").focus();
    person.page.keyboard().press("Home");

    assertThat(person.at("#turns > .turn").first()).isInViewport();
    assertThat(person.at("#latest")).isVisible();
    person.at("#latest").press("Enter");
    assertThat(person.at("#turns > .turn").last()).isInViewport();
    assertThat(person.at("#message")).isFocused();
  }

  @Test
  void keepsTheLatestMessageAndAllThatIsWrittenInViewWhenTheScreenTurns() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    Participant.STORY.subList(0, 4).forEach(person::says);
    person.writes("they said that it was my own fault, and that they could do nothing about it");
    for (var screen : List.of(Screen.SMALL_PHONE, Screen.DESKTOP_ZOOMED_TO_200_PERCENT)) {
      person.page.setViewportSize(screen.width, screen.height);

      assertThat(person.at("#turns > .turn").last()).isInViewport();
      assertThat(person.at("#latest")).isHidden();
      var hidden = "field => field.scrollHeight - field.clientHeight";
      person.page.waitForCondition(() -> person.at("#message").evaluate(hidden).equals(0));
    }
  }

  @Test
  void keepsTheLatestMessageInViewWhileALongOneIsWritten() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    Participant.STORY.subList(0, 3).forEach(person::says);
    person.writes("one\ntwo\nthree\nfour\nfive\nsix");
    person.field().press("End");
    for (var key : List.of("a", "b", "c")) {
      person.page.keyboard().press(key);
      // A frame later the log knows that it was scrolled.
      person.page.evaluate(
          "() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))");
    }

    assertThat(person.at("#latest")).isHidden();
    var below = "log => log.scrollHeight - log.scrollTop - log.clientHeight";
    assertThat(((Number) person.at("#log").evaluate(below)).doubleValue()).isLessThan(2);
  }

  @Test
  void tellsScreenReadersEachNewMessageOfTheBotOnceAndNoOther() {
    var context = browser.fresh(Screen.DESKTOP);
    context.addInitScript(LISTEN);
    var person = Participant.agrees(context, worker);
    assertThat(announced(person)).isEmpty();

    Participant.STORY.forEach(person::says);

    var told = person.sees().stream().filter(turn -> turn.startsWith("bot: ")).skip(1);
    assertThat(announced(person)).isEqualTo(told.map(turn -> turn.substring(5)).toList());

    person.page.reload();
    assertThat(person.at("#news")).containsText("Welcome back");
    assertThat(announced(person)).isEmpty();
  }

  @Test
  void tellsScreenReadersOfAnAnswerThatComesAtOnceAfterAReload() {
    var context = browser.fresh(Screen.DESKTOP);
    context.addInitScript(LISTEN);
    var person = Participant.agrees(context, worker);
    person.page.route("**/turns", route -> route.abort("connectionreset"));
    person.writes("the zip broke");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();
    person.page.unroute("**/turns");
    person.page.reload();
    assertThat(person.at("#turns > .bot")).hasCount(2);

    var answer = person.at("#turns > .bot .bubble").last().textContent();
    assertThat(announced(person)).isEqualTo(List.of(answer));
  }

  @Test
  void tellsOfTheEndOnlyAtTheEnd() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    Participant.STORY.forEach(person::says);
    person.page.reload();
    assertThat(person.at("#news")).containsText("Welcome back");
    person.says("jo@example.org");

    assertThat(person.at("#finish-title")).isFocused();
    assertThat(person.at("#news")).isEmpty();
    person.page.reload();
    assertThat(person.at("#finish-title")).isFocused();
    assertThat(person.at("#news")).isEmpty();
  }

  @Test
  void tellsOfTheEndWithoutTakingTheFocusFromWhoReadsTheConversation() {
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    Participant.STORY.forEach(person::says);
    person.page.route("**/turns", route -> route.abort("connectionreset"));
    person.writes("jo@example.org");
    person.sends();
    assertThat(person.at("#trouble")).isVisible();
    person.at("#log").focus();
    person.page.unroute("**/turns");

    assertThat(person.at("#finish")).isVisible();
    assertThat(person.at("#news")).hasText("You have reached the end");
    assertThat(person.at("#log")).isFocused();
  }

  @Test
  void namesItselfAndAllItsParts() {
    var person = Participant.opens(browser.fresh(Screen.DESKTOP), worker, "");
    assertThat(person.page).hasTitle("A bad experience");
    assertThat(person.at("html")).hasAttribute("lang", "en");
    assertThat(person.at("main:visible")).hasCount(1);
    assertThat(person.at("h1:visible")).hasCount(1);
    person.at("#agree").click();
    person.awaitGreeting();
    person.says("the box was empty");

    assertThat(person.at("main:visible")).hasCount(1);
    assertThat(person.at("h1:visible")).hasCount(1);
    assertThat(person.at("#log")).hasAccessibleName("Conversation");
    assertThat(person.at("#message")).hasAccessibleName("Your message");
    assertThat(person.at("#send")).hasAccessibleName("Send");
    assertThat(person.at("#progress")).hasAccessibleName("Progress");
    assertThat(person.at("#progress")).hasAttribute("aria-valuetext", "1 of 7");
    assertThat(person.at("#news")).hasAttribute("role", "status");
    for (var row : person.at("#turns > .turn .unseen").allTextContents()) {
      assertThat(row).matches("You: |.+ said: ");
    }
    Participant.STORY.subList(1, 6).forEach(person::says);
    assertThat(person.at("#contact")).hasAccessibleName("Your e-mail address");
  }

  @ParameterizedTest
  @EnumSource
  void fitsReadsAndCanBeTouchedInEveryState(Screen screen) {
    var person = Participant.opens(browser.fresh(screen), worker, "");
    assertThat(person.at("#agree")).isVisible();
    assertFitsAndReads(person, screen);
    person.at("#decline").click();
    assertFitsAndReads(person, screen);
    person.at("#notice-choices button").click();
    person.at("#agree").click();
    person.awaitGreeting();
    assertFitsAndReads(person, screen);

    person.says("averylongwordwithoutanyspace".repeat(20));
    person.page.route("**/turns", route -> route.abort("connectionreset"));
    person.writes("line\n".repeat(40));
    assertFitsAndReads(person, screen);
    person.sends();
    assertThat(person.at("#trouble")).isVisible();
    assertFitsAndReads(person, screen);
    // While it is of no use: once it is, the page may have sent again by itself.
    person.at("#trouble-action").click();
    person.page.unroute("**/turns");
    person.awaitAnswer();
    person.writes("x".repeat(7_900));
    assertThat(person.at("#count")).isVisible();
    person.writes("x".repeat(8_100));
    assertThat(person.at("#send")).hasAttribute("aria-disabled", "true");
    assertFitsAndReads(person, screen);

    Participant.STORY.subList(2, 6).forEach(person::says);
    assertThat(person.at("#contact")).isInViewport();
    assertFitsAndReads(person, screen);
    person.says("jo at example");
    assertFitsAndReads(person, screen);
    person.says("jo@example.org");
    assertThat(person.at("#finish-link")).isInViewport();
    assertFitsAndReads(person, screen);
    person.at("#anew").click();
    assertFitsAndReads(person, screen);
  }

  private static void assertFitsAndReads(Participant person, Screen screen) {
    // Colours are only themselves once a new bubble has appeared in full.
    person.page.evaluate(
        "() => Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations === 1)"
            + ".map(a => a.finished))");
    assertThat(person.page.evaluate("() => document.documentElement.scrollWidth"))
        .isEqualTo(screen.width);
    assertThat((List<?>) person.page.evaluate(PALE)).isEmpty();
    assertThat((List<?>) person.page.evaluate(SMALL)).isEmpty();
  }

  static List<?> announced(Participant person) {
    return (List<?>) person.page.evaluate("() => announced");
  }
}

package combot.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import combot.DictatedModel;
import combot.ModelStudy;
import combot.WorkerProcess;
import combot.web.Browser.Screen;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replies that the page shows while a language model writes them. */
@Tag("slow")
class PageStreamIT {

  private static final String TURNS = "**/v1/conversation/turns";
  private static final String FIRST = "So the parcel stood in the rain for hours.";
  private static final String SECOND = "Which day was it that you found it?";
  private static final String WHOLE = FIRST + " " + SECOND;

  private static final DictatedModel MODEL = new DictatedModel();

  @RegisterExtension
  static final WorkerProcess worker =
      WorkerProcess.serving("--study", ModelStudy.file("think-feel", true).toString())
          .with("-Dcombot.openai.url=" + MODEL.url());

  @RegisterExtension static final Browser browser = new Browser(worker);

  private final Stored stored = new Stored(worker);

  @AfterAll
  static void stop() {
    MODEL.close();
  }

  /** Somebody who has said something and sees the beginning of the reply. */
  private record Half(Participant person, DictatedModel.Writing writing) {

    static Half of(BrowserContext context) {
      var person = Participant.agrees(context, worker);
      person.writes("my parcel was left outside");
      person.sends();
      var writing = MODEL.awaitAsked();
      writing.says(FIRST + " Wh");
      assertThat(person.at(".growing .bubble")).hasText(FIRST);
      return new Half(person, writing);
    }

    void ends() {
      writing.says(SECOND.substring(2));
      writing.ends();
    }
  }

  private void endedWithOneTurn(Participant person, String reply) {
    person.awaitAnswer();
    assertThat(person.at(".growing")).hasCount(0);
    assertThat(person.sees()).isEqualTo(stored.turns(person.token())).hasSize(3);
    assertThat(person.sees().getLast()).isEqualTo("bot: " + reply);
  }

  @Test
  void aReplyGrowsBeforeItIsThereAndIsReadOutOnceItIs() {
    var context = browser.fresh(Screen.DESKTOP);
    context.addInitScript(PageAccessibilityIT.LISTEN);
    var half = Half.of(context);
    var person = half.person();
    assertThat(person.at("#typing")).isHidden();
    assertThat(person.at("#composer[data-busy]")).hasCount(1);
    assertThat(stored.turns(person.token())).hasSize(2);
    assertThat(PageAccessibilityIT.announced(person)).isEmpty();

    half.ends();
    endedWithOneTurn(person, WHOLE);
    assertThat(PageAccessibilityIT.announced(person)).isEqualTo(List.of(WHOLE));
    assertThat(stored.sources(person.token())).containsExactly("SCRIPTED", "LLM");
    assertThat(person.seesAfterAReload()).isEqualTo(stored.turns(person.token()));
  }

  @Test
  void aConnectionThatIsLostInTheMiddleEndsWithOneTurn() {
    var context = browser.fresh(Screen.PHONE);
    var half = Half.of(context);
    context.setOffline(true);
    assertThat(half.person().at("#trouble")).isVisible();
    assertThat(half.person().at(".growing .bubble")).hasText(FIRST);
    assertThat(half.person().at(".own.waiting")).hasCount(0);

    context.setOffline(false);
    half.ends();
    endedWithOneTurn(half.person(), WHOLE);
    assertThat(half.person().at("#trouble")).isHidden();
  }

  @Test
  void aWorkerThatDiesInTheMiddleEndsWithOneTurnOfAnotherWriting() {
    var half = Half.of(browser.fresh(Screen.PHONE));
    worker.kill();
    assertThat(half.person().at("#trouble")).isVisible();
    half.writing().ends();
    worker.start();

    var anew = MODEL.awaitAsked();
    anew.says("Rain can do that to a box. Ho");
    assertThat(half.person().at(".growing .bubble")).hasText("Rain can do that to a box.");
    anew.says("w wet was it inside?");
    anew.ends();
    endedWithOneTurn(half.person(), "Rain can do that to a box. How wet was it inside?");
  }

  @Test
  void aReloadInTheMiddleShowsTheMessageAndItsAnswerOnce() {
    var half = Half.of(browser.fresh(Screen.PHONE));
    half.person().page.reload();
    assertThat(half.person().at("#turns > .own")).hasCount(1);

    half.ends();
    endedWithOneTurn(half.person(), WHOLE);
  }

  @Test
  void whatIsStreamedIsTextAndNeverHtml() {
    var markup = "<b>hi</b><script>document.title = 'taken'</script>";
    var event = "event: text\ndata: {\"number\":3,\"text\":\"%s\"}\n\n".formatted(markup);
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), worker);
    person.page.route(
        TURNS,
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/event-stream").setBody(event)));
    person.writes("my parcel was left outside");
    person.sends();

    assertThat(person.at(".growing .bubble")).hasText(markup);
    assertThat(person.at("#turns .bubble *")).hasCount(0);
    assertThat(person.page).hasTitle("A bad experience");
    assertThat(person.at("#trouble")).isVisible();

    person.page.unroute(TURNS);
    var writing = MODEL.awaitAsked();
    writing.says(WHOLE);
    writing.ends();
    endedWithOneTurn(person, WHOLE);
  }
}

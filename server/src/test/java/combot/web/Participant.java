package combot.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import combot.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;

/** Somebody in front of the participant page. */
final class Participant {

  /** What a person answers from the first message to the contact step of {@code think-feel}. */
  static final List<String> STORY =
      List.of(
          "the zip of my jacket broke after two weeks and they would not exchange it",
          "i noticed it on a rainy day",
          "i had hoped they would just send me a new one",
          "i wrote to them twice",
          "no other jacket of mine did that",
          "i buy elsewhere now");

  /** What stands in place of a contact once the page is loaded again. */
  static final String HIDDEN_CONTACT = "(your contact, not shown again)";

  private static final String ALL_TURNS =
      """
      rows => rows.map(row => (row.classList.contains('own') ? 'participant: ' : 'bot: ')
        + row.querySelector('.bubble').textContent)\
      """;

  final Page page;
  private final WorkerProcess worker;

  private Participant(Page page, WorkerProcess worker) {
    this.page = page;
    this.worker = worker;
  }

  /** Opens the link of {@code think-feel}, in a tab of its own. */
  static Participant opens(BrowserContext browser, WorkerProcess worker, String query) {
    var participant = new Participant(browser.newPage(), worker);
    participant.page.navigate(worker.url() + "/s/think-feel" + query);
    return participant;
  }

  /** Opens the link, agrees, and reads the greeting. */
  static Participant agrees(BrowserContext browser, WorkerProcess worker) {
    return agrees(browser, worker, "");
  }

  static Participant agrees(BrowserContext browser, WorkerProcess worker, String query) {
    var participant = opens(browser, worker, query);
    participant.page.locator("#agree").click();
    assertThat(participant.at("#turns .bot").first()).isVisible();
    return participant;
  }

  void awaitGreeting() {
    assertThat(page.locator("#turns .bot")).hasCount(1);
  }

  Locator at(String selector) {
    return page.locator(selector);
  }

  /** Writes, sends by Enter, and waits until the bot has finished. */
  void says(String text) {
    writes(text);
    sends();
    awaitAnswer();
  }

  void writes(String text) {
    field().fill(text);
  }

  void sends() {
    field().press("Enter");
  }

  void awaitAnswer() {
    assertThat(page.locator("#composer[data-busy]")).hasCount(0);
  }

  /** The field that is shown: for messages or for the contact. */
  Locator field() {
    return page.locator("#composer textarea:visible, #composer input:visible");
  }

  /** Goes from the greeting to the end. */
  void holdsAWholeConversation() {
    STORY.forEach(this::says);
    assertThat(at("#contact")).isVisible();
    says("jo@example.org");
    assertThat(at("#finish")).isVisible();
  }

  /** What the page shows after a reload, {@code from: text}. */
  List<String> seesAfterAReload() {
    int turns = sees().size();
    page.reload();
    assertThat(at("#turns > .turn")).hasCount(turns);
    return sees();
  }

  /** What the page shows, {@code from: text}. */
  @SuppressWarnings("unchecked")
  List<String> sees() {
    return (List<String>) page.locator("#turns > .turn").evaluateAll(ALL_TURNS);
  }

  /** The token that the page keeps. */
  String token() {
    return (String)
        page.evaluate(
            """
            () => JSON.parse(localStorage.getItem(
              Object.keys(localStorage).find(key => key.endsWith(' token'))))\
            """);
  }

  /** The turns by the API, {@code from: text}. */
  List<String> transcript() {
    return StreamSupport.stream(conversation().get("turns").spliterator(), false)
        .map(turn -> turn.get("from").asText() + ": " + turn.get("text").asText())
        .toList();
  }

  private JsonNode conversation() {
    var request =
        HttpRequest.newBuilder(URI.create(worker.url() + "/v1/conversation"))
            .header("Authorization", "Bearer " + token())
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

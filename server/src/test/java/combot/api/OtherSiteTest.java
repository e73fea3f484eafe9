package combot.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A front end on another site, in real Chromium: {@code localhost} calls {@code 127.0.0.1} over
 * plain http, so that the browser sends no cookie, and only the echoed scenario tells whose turn it
 * is.
 */
@QuarkusTest
@Tag("slow")
class OtherSiteTest extends Served {

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final double PATIENCE_MS = 20_000;

  @ConfigProperty(name = TestServer.OTHER_SITE)
  String otherSite;

  @Test
  void holdsOneConversationThatIsStoredAsOne() {
    int conversations = tables.count("conversation");
    try (var playwright =
            Playwright.create(
                new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser =
            playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(chromium()).setArgs(ARGUMENTS))) {
      var page = browser.newPage();
      var cookies = new java.util.ArrayList<String>();
      page.onRequest(request -> cookies.add(String.valueOf(request.headerValue("cookie"))));
      page.navigate(otherSite + "/?server=http://127.0.0.1:" + base.getPort());
      awaitLines(page, 1);
      for (int turn = 0; turn < 6; turn++) {
        page.fill("#message", "The zipper broke, part " + turn + " <b>😀</b>");
        page.click("button");
        // The last of them brings the closing message too.
        awaitLines(page, turn < 5 ? turn + 2 : turn + 3);
      }
      page.fill("#message", "ann@example.org");
      page.click("button");
      awaitLines(page, 9);

      assertThat(page.locator(".error")).hasCount(0);
      assertThat(page.locator("a")).hasCount(1);
      assertThat(page.locator("b, truly, so, that, taking, you")).hasCount(0);
      assertThat(Set.copyOf(cookies)).containsExactly("null");
    }
    assertThat(tables.count("conversation")).isEqualTo(conversations + 1);
    var stored =
        tables
            .rows("select * from conversation order by created_at desc, rowid desc limit 1")
            .getFirst();
    assertThat(stored)
        .containsEntry("origin", "API")
        .containsEntry("status", "FINISHED")
        .containsEntry("client_seconds", 6.0);
    assertThat(
            tables.texts(
                "select text from turn where role = 'PARTICIPANT' and conversation_id = ? order by number",
                stored.get("id")))
        .hasSize(7)
        .startsWith("The zipper broke, part 0 <b>😀</b>")
        .endsWith("ann@example.org");
  }

  private static void awaitLines(Page page, int count) {
    assertThat(page.locator(".combot"))
        .hasCount(count, new HasCountOptions().setTimeout(PATIENCE_MS));
  }

  private static Path chromium() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Chromium: run scripts/test-setup"));
  }
}

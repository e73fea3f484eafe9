package combot.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import combot.web.Browser;
import combot.web.Browser.Screen;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A front end on another site, in real Chromium: {@code localhost} calls {@code 127.0.0.1} over
 * plain http, so that the browser sends no cookie, and only the echoed scenario tells whose turn it
 * is.
 */
@QuarkusTest
@Tag("slow")
class OtherSiteTest extends Served {

  private static final List<String> SERVERS = new ArrayList<>();

  @RegisterExtension static final Browser browser = new Browser(() -> SERVERS);

  @ConfigProperty(name = TestServer.OTHER_SITE)
  String otherSite;

  @Test
  void holdsOneConversationThatIsStoredAsOne() {
    int conversations = tables.count("conversation");
    var server = "http://127.0.0.1:" + base.getPort();
    SERVERS.addAll(List.of(otherSite, server));
    var page = browser.fresh(Screen.DESKTOP).newPage();
    var cookies = new ArrayList<String>();
    page.onRequest(request -> cookies.add(String.valueOf(request.headerValue("cookie"))));
    page.navigate(otherSite + "/?server=" + server);
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
        .endsWith(""); // the address is kept apart
  }

  private static void awaitLines(Page page, int count) {
    assertThat(page.locator(".combot")).hasCount(count);
  }
}

package combot.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import combot.WorkerProcess;
import combot.web.Browser;
import combot.web.Browser.Screen;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the packaged worker alone can show. */
@Tag("slow")
class PackagedIT {

  @RegisterExtension
  static final WorkerProcess worker = WorkerProcess.serving("--study", "studies/think-feel.yaml");

  @RegisterExtension static final Browser browser = new Browser(() -> List.of(worker.url()));

  @ParameterizedTest
  @EnumSource(names = {"PHONE", "DESKTOP"})
  void thePageOfTheDocumentationShowsEachOperationAndNeedsNoOtherServer(Screen screen) {
    var page = browser.fresh(screen).newPage();
    page.navigate(worker.url() + "/docs");

    assertThat(page.locator(".opblock")).hasCount(OpenApi.documented().operations().size());
    assertThat(page.locator(".topbar")).hasCount(0);
    page.locator("#operations-v1-postTurn .opblock-summary-control").click();
    assertThat(page.locator("#operations-v1-postTurn .opblock-section-request-body"))
        .containsText("The zipper of my new jacket broke");
    assertThat(page.locator(".response-col_links:visible")).hasCount(0);
    assertThat(page.locator("a:text-is('/openapi')")).isVisible();
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    assertThat(page.content()).contains("validatorUrl: 'none'");
  }

  @Test
  void aMalformedAddressIsRefusedWithAProblem() {
    var page = browser.fresh(Screen.DESKTOP).newPage();
    var reply = page.navigate(worker.url() + "/api/%zz");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("the address is malformed");
  }
}

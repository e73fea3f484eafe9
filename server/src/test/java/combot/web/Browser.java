package combot.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import combot.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The machine's own Chromium. After each test it fails the test where a script failed, the page's
 * policy was broken or a request went to a server that it may not ask; where the test failed, it
 * leaves a picture of each page in {@code target/screenshots}. For one thread.
 */
public final class Browser
    implements BeforeAllCallback, AfterTestExecutionCallback, AfterEachCallback, AfterAllCallback {

  /** Screens, in CSS pixels. */
  public enum Screen {
    PHONE(390, 844),
    SMALL_PHONE(320, 568),
    DESKTOP(1280, 800),
    DESKTOP_ZOOMED_TO_200_PERCENT(640, 400);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  private static final double PATIENCE_MS = 20_000;
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Supplier<List<String>> servers;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final List<Response> responses = new ArrayList<>();
  private Playwright playwright;
  private com.microsoft.playwright.Browser chromium;

  Browser(WorkerProcess worker) {
    this(() -> List.of(worker.url()));
  }

  /**
   * @param servers the only ones that pages may ask, without a slash at the end; looked at after
   *     each test
   */
  public Browser(Supplier<List<String>> servers) {
    this.servers = servers;
  }

  /** A browser that nobody has used before. */
  public BrowserContext fresh(Screen screen) {
    var options =
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setViewportSize(screen.width, screen.height);
    var context = chromium.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    context.onRequest(request -> requests.add(request.url()));
    context.onResponse(responses::add);
    context.onWebError(error -> faults.add(error.error()));
    context.onConsoleMessage(message -> {
      // A status of 4xx or 5xx and a lost connection are told here too, and are no fault.
      if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
        faults.add(message.text());
      }
    });
    contexts.add(context);
    return context;
  }

  /** Passes over one fault of a script, which the test brought about; fails where there is none. */
  void forgivesFault(String part) {
    assertThat(faults).as("faults of scripts").singleElement().asString().contains(part);
    faults.clear();
  }

  /** All answers that pages got in this test so far. */
  List<Response> responses() {
    return List.copyOf(responses);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(executable()).setArgs(ARGUMENTS));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      var name = context.getRequiredTestMethod().getName();
      var pages = contexts.stream().flatMap(c -> c.pages().stream()).toList();
      for (var page : pages) {
        var path = Path.of("target", "screenshots", name + "-" + pages.indexOf(page) + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(path));
        System.err.println("The page is pictured in " + path);
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    try {
      assertThat(faults).as("faults of scripts").isEmpty();
      assertThat(requests)
          .as("requests")
          .allMatch(url -> servers.get().stream().anyMatch(it -> url.startsWith(it + "/")));
    } finally {
      contexts.clear();
      faults.clear();
      requests.clear();
      responses.clear();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    playwright.close();
  }

  private static Path executable() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "there is no Chromium in /usr/bin: apt-get install chromium"));
  }
}

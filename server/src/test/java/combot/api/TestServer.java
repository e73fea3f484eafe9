package combot.api;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * What the server under test is given: a fresh data directory, the shipped study with markup in its
 * texts, and two origins that may call, one of them a page that this serves.
 */
public final class TestServer implements QuarkusTestResourceLifecycleManager {

  static final String FRIEND = "https://lab.example.org";
  static final String OTHER_SITE = "test.other-site";

  private static final Map<String, String> MARKUP =
      Map.of(
          "I'm truly sorry", "I'm <truly> sorry & more",
          "I'm so sorry", "I'm <so> sorry & more",
          "All right, that", "All right, <that> & more",
          "Okay then, that", "Okay then, <that> & more",
          "Thank you for this conversation", "Thank you for <this> conversation & more",
          "Thank you for taking the time to write", "Thank you for <taking> the time & more",
          "Thanks for taking the time to chat", "Thanks for <taking> the time & more",
          "Thank you. The conversation", "Thank <you> & more. The conversation",
          "Thank you! That's it", "Thank <you> & more! That's it",
          "Go to the survey", "Go to the <survey> & more");

  private HttpServer otherSite;
  private Path directory;

  @Override
  public Map<String, String> start() {
    // As Worker does.
    System.setProperty("vertx.disableURIValidation", "true");
    try {
      directory = Files.createTempDirectory("combot");
      var study = directory.resolve("study.yaml");
      Files.writeString(study, study());
      otherSite = otherSite();
      var origin = "http://localhost:" + otherSite.getAddress().getPort();
      return Map.of(
          "quarkus.http.test-port",
          "0",
          "combot.data",
          directory.resolve("data").toString(),
          "combot.study[0]",
          study.toString(),
          "combot.cors-origin[0]",
          FRIEND,
          "combot.cors-origin[1]",
          origin,
          "combot.cors-origin[2]",
          "null",
          "combot.cors-origin[3]",
          " ",
          OTHER_SITE,
          origin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String study() throws IOException {
    var study = Files.readString(Path.of("..", "studies", "think-feel.yaml"));
    for (var change : MARKUP.entrySet()) {
      study = study.replace(change.getKey(), change.getValue());
    }
    return study;
  }

  private static HttpServer otherSite() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var page = TestServer.class.getResourceAsStream("other-site.html").readAllBytes();
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Override
  public void stop() {
    otherSite.stop(0);
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

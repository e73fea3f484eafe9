package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that a gateway started: what it tells and what it obeys. */
@Timeout(90)
class ControlIT {

  private static final Pattern READY =
      Pattern.compile("@combot state=ready port=(\\d+) conversations=0 in-flight=0 memory=(\\d+)");

  @TempDir static Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private BufferedReader out;
  private int port;

  @BeforeEach
  void start() throws IOException {
    var home = System.getProperty("combot.home");
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dcombot.warm-up=0",
                    "-Dcombot.home=" + home,
                    "-jar",
                    System.getProperty("combot.jar"),
                    "worker",
                    "--controlled",
                    "--port=0",
                    "--data=" + data))
            .redirectErrorStream(true);
    builder.environment().put("COMBOT_LOG_LEVEL", "warn");
    process = builder.start();
    out = process.inputReader();
    assertThat(out.readLine()).startsWith("@combot state=starting port=0 ");
    var ready = READY.matcher(line(line -> line.contains("state=ready")));
    assertThat(ready.matches()).isTrue();
    port = Integer.parseInt(ready.group(1));
    assertThat(Long.parseLong(ready.group(2))).isBetween(50L << 20, 500L << 20);
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
    http.close();
  }

  /** The next line that fits; there are only reports before it. */
  private String line(Predicate<String> fits) throws IOException {
    var line = out.readLine();
    while (line != null && !fits.test(line)) {
      assertThat(line).startsWith("@combot ");
      line = out.readLine();
    }
    assertThat(line).isNotNull();
    return line;
  }

  private void command(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  @Test
  void countsConversationsAndRequests() throws Exception {
    assertThat(get("/api/random/initial").statusCode()).isEqualTo(200);
    line(line -> line.contains(" conversations=1 in-flight=0 "));
    try (var _ = beginTurn()) {
      line(line -> line.contains(" in-flight=1 "));
    }
    line(line -> line.contains(" in-flight=0 "));
  }

  private Socket beginTurn() throws IOException {
    var socket = new Socket("127.0.0.1", port);
    var head =
        "POST /api/random HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void answersWhatItHasAndEndsWhenToldToDrain() throws Exception {
    try (var socket = beginTurn()) {
      line(line -> line.contains(" in-flight=1 "));
      command("drain");
      line(line -> line.contains("state=draining") && line.contains(" in-flight=1 "));
      var health = get("/health/ready");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("accepting");
      assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
      socket.getOutputStream().write("%-40s".formatted("{}").getBytes(StandardCharsets.US_ASCII));
      assertThat(firstLine(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static String firstLine(InputStream in) throws IOException {
    return new String(in.readNBytes(20), StandardCharsets.US_ASCII);
  }

  @Test
  void endsSoonWhenTheGatewayIsGoneEvenWithARequestThatNeverEnds() throws Exception {
    try (var _ = beginTurn()) {
      line(line -> line.contains(" in-flight=1 "));
      process.getOutputStream().close();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}

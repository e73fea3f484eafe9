package combot.gateway;

import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import combot.metrics.Readers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A test of the gateway's HTTP, with real sockets and workers of a few lines. */
@Timeout(60)
abstract class Proxied {

  private static final Limits LIMITS =
      new Limits(
          256 << 10,
          1 << 20,
          Duration.ofSeconds(1),
          3,
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          64 << 10);
  static final BiConsumer<HttpServerRequest, String> ECHO =
      (request, body) ->
          request.response().end(request.method() + " " + request.uri() + " " + body);

  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final Proxy proxy =
      new Proxy(
          LIMITS,
          2,
          new Readers("secret"),
          new PrometheusRegistry(),
          new AccessLog(
              new Log(Format.JSON, Level.INFO, "gateway", InstantSource.system(), log::add), true));
  final HttpClient http = HttpClient.newHttpClient();
  final List<StubWorker> workers = new ArrayList<>();
  int port;

  @BeforeEach
  void listen() {
    port = proxy.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).join();
  }

  @AfterEach
  void close() {
    http.close();
    proxy.close().join();
    workers.forEach(StubWorker::close);
  }

  StubWorker worker(BiConsumer<HttpServerRequest, String> answer) {
    workers.add(new StubWorker(answer));
    return workers.getLast();
  }

  void ready(StubWorker... now) {
    proxy.ready(IntStream.range(0, now.length).mapToObj(i -> now[i].as(i)).toList());
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sending(String path) {
    return http.sendAsync(to(path).build(), BodyHandlers.ofString());
  }

  /** Sends words as they are; the answer until the connection is closed by the other side. */
  String raw(String... parts) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      for (var part : parts) {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}

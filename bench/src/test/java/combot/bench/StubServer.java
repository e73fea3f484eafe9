package combot.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Speaks enough of the compatible API to hold conversations, and can be told to answer wrongly. */
final class StubServer implements AutoCloseable {

  private static final String SCENARIO =
      "\"scenario\":{\"brand\":\"Lulu\",\"think_level\":\"Low\",\"feel_level\":\"High\",\"conversation\":\"%s\"%s}";
  private static final Pattern INDEX = Pattern.compile("\"index\":(\\d+)");

  static {
    // Beyond 200, the JDK's server closes connections that wait for their next request.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
  }

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger turns = new AtomicInteger();
  final AtomicInteger withoutToken = new AtomicInteger();
  final Map<String, Integer> steps = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final UnaryOperator<String> spoil;

  /**
   * @param spoil changes the answers to turns
   */
  StubServer(UnaryOperator<String> spoil) throws IOException {
    this.spoil = spoil;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    server.setExecutor(threads);
    server.createContext("/api/health/", exchange -> answer(exchange, 200, "{\"status\":\"ok\"}"));
    server.createContext("/api/random/initial/", this::open);
    server.createContext(
        "/api/random/closing/", exchange -> answer(exchange, 200, "{\"message\":\"Bye\"}"));
    server.createContext("/api/random/", this::turn);
    server.start();
  }

  Target target() {
    return new Target(server.getAddress(), new LinkedHashMap<>(), Optional.empty());
  }

  private void open(HttpExchange exchange) throws IOException {
    var id = "s" + opened.incrementAndGet();
    steps.put(id, 0);
    exchange.getResponseHeaders().add("Set-Cookie", "sessionid=" + id + ";Path=/");
    answer(exchange, 200, "{\"message\":\"Hi\"," + SCENARIO.formatted(id, "") + "}");
  }

  private void turn(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var id = exchange.getRequestHeaders().getFirst("Cookie").replace("sessionid=", "");
    var index = INDEX.matcher(body);
    if (!index.find() || steps.merge(id, 1, Integer::sum) != Integer.parseInt(index.group(1)) + 1) {
      answer(exchange, 400, "{\"detail\":\"out of step\"}");
      return;
    }
    turns.incrementAndGet();
    withoutToken.addAndGet(body.contains("\"conversation\"") ? 0 : 1);
    int step = steps.get(id);
    var more =
        switch (step) {
          case 1 -> "\"classType\":\"B\",\"messageType\":\"LowB\",";
          case 6 -> "\"messageType\":\"High\",\"callClosingMessage\":true,";
          case 7 -> "\"isHtml\":true,";
          default -> "\"messageType\":\" \",";
        };
    var reply = step == 7 ? "<a href=\\\"x\\\">on</a>" : "Reply " + step;
    var scenario = SCENARIO.formatted(id, step == 1 ? ",\"product_type_breakdown\":{\"A\":1}" : "");
    answer(
        exchange,
        200,
        spoil.apply(
            "{\"reply\":\"" + reply + "\",\"index\":" + step + "," + more + scenario + "}"));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

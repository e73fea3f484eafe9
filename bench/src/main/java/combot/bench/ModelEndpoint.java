package combot.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A language model that is none: speaks OpenAI's chat completions, takes as long as it is told, and
 * asks ever other questions in plain English, but where it is told to ask nothing.
 */
final class ModelEndpoint implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final int PROMPT_TOKENS = 400;

  private static final List<String> OPENINGS =
      List.of(
          "Thank you, that helps.",
          "I see what you mean.",
          "That gives me a clearer picture.",
          "Good that you mention it.",
          "Let me stay with that for a moment.",
          "Understood so far.");

  private static final List<String> QUESTIONS =
      List.of(
          "What happened right after that?",
          "When did you first notice it?",
          "Who else was there at the time?",
          "How long did it go on in the end?",
          "What did you expect them to do at that point?",
          "Which part of it took you the longest to sort out?",
          "Where were you when you found out?");

  private static final String STATEMENT = "That is all I wanted to know.";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Supplier<Duration> delay;
  private final AtomicLong answered = new AtomicLong();
  private final Set<InetSocketAddress> askers = ConcurrentHashMap.newKeySet();
  private volatile double failing;
  private volatile long lastNanos;

  private ModelEndpoint(HttpServer server, Supplier<Duration> delay) {
    this.server = server;
    this.delay = delay;
  }

  /**
   * Listens on the loopback address.
   *
   * @param port 0 for any that is free
   * @param delay drawn for each answer
   */
  static ModelEndpoint start(int port, Supplier<Duration> delay) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    // Head and body of an answer are two packets: without this the second waits 40 ms for an ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var server = HttpServer.create(address, BACKLOG);
    var endpoint = new ModelEndpoint(server, delay);
    server.createContext("/", endpoint::answer);
    server.setExecutor(endpoint.threads);
    server.start();
    return endpoint;
  }

  /**
   * From now on.
   *
   * @param share of requests that are answered with status 500
   */
  void fail(double share) {
    failing = share;
  }

  /** Delays as of a real model: log-normal. */
  static Supplier<Duration> logNormal(Duration median, double spread) {
    return () -> {
      double factor = Math.exp(spread * ThreadLocalRandom.current().nextGaussian());
      return Duration.ofNanos(Math.round(median.toNanos() * factor));
    };
  }

  /** As the configuration wants it. */
  String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /** Requests that were answered. */
  long answered() {
    return answered.get();
  }

  /** Requests that wait for their answer now. */
  int waiting() {
    return askers.size();
  }

  /** From where these were sent. */
  Set<InetSocketAddress> askers() {
    return Set.copyOf(askers);
  }

  /** How long the last answer took, from the arrival of its request. */
  long lastNanos() {
    return lastNanos;
  }

  private void answer(HttpExchange exchange) throws IOException {
    long came = System.nanoTime();
    askers.add(exchange.getRemoteAddress());
    try (exchange) {
      var request = new JsonObject(body(exchange));
      LockSupport.parkNanos(delay.get().toNanos());
      long number = answered.incrementAndGet();
      exchange.getResponseHeaders().set("x-request-id", "req_" + number);
      if (ThreadLocalRandom.current().nextDouble() < failing) {
        exchange.sendResponseHeaders(500, -1);
      } else if (request.getBoolean("stream", false)) {
        stream(exchange, number, request);
      } else {
        send(exchange, "application/json", whole(number, request).encode());
      }
    } finally {
      askers.remove(exchange.getRemoteAddress());
      lastNanos = System.nanoTime() - came;
    }
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, String type, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /**
   * What the answer says whose request has the id {@code req_NUMBER}.
   *
   * @param asks whether a question is wanted
   */
  static String text(long number, boolean asks) {
    return OPENINGS.get((int) (number % OPENINGS.size()))
        + " "
        + (asks ? QUESTIONS.get((int) (number % QUESTIONS.size())) : STATEMENT);
  }

  private static String text(long number, JsonObject request) {
    return text(number, !request.encode().contains("ask nothing"));
  }

  private static JsonObject whole(long number, JsonObject request) {
    var message = new JsonObject().put("role", "assistant").put("content", text(number, request));
    return head(number, request, "chat.completion")
        .put("choices", choices("message", message, "stop"))
        .put("usage", usage(number, request));
  }

  private static JsonObject head(long number, JsonObject request, String object) {
    return new JsonObject()
        .put("id", "chatcmpl-" + number)
        .put("object", object)
        .put("created", System.currentTimeMillis() / 1_000)
        .put("model", request.getString("model"));
  }

  private static JsonArray choices(String name, JsonObject content, String finish) {
    return new JsonArray()
        .add(new JsonObject().put("index", 0).put(name, content).put("finish_reason", finish));
  }

  private static JsonObject usage(long number, JsonObject request) {
    int tokens = text(number, request).length() / 4;
    return new JsonObject()
        .put("prompt_tokens", PROMPT_TOKENS)
        .put("completion_tokens", tokens)
        .put("total_tokens", PROMPT_TOKENS + tokens);
  }

  private static void stream(HttpExchange exchange, long number, JsonObject request)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    for (var word : text(number, request).split("(?<= )")) {
      var delta = new JsonObject().put("content", word);
      event(exchange, chunk(number, request).put("choices", choices("delta", delta, null)));
    }
    event(
        exchange,
        chunk(number, request).put("choices", choices("delta", new JsonObject(), "stop")));
    event(
        exchange,
        chunk(number, request)
            .put("choices", new JsonArray())
            .put("usage", usage(number, request)));
    exchange.getResponseBody().write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject chunk(long number, JsonObject request) {
    return head(number, request, "chat.completion.chunk");
  }

  private static void event(HttpExchange exchange, JsonObject chunk) throws IOException {
    var event = "data: " + chunk.encode() + "\n\n";
    exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

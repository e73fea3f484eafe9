package combot.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
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

  private final Vertx vertx;
  private final Supplier<Duration> delay;
  private final AtomicLong answered = new AtomicLong();
  private final Set<SocketAddress> askers = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private volatile double failing;

  private ModelEndpoint(Vertx vertx, Supplier<Duration> delay) {
    this.vertx = vertx;
    this.delay = delay;
  }

  /**
   * Listens on the loopback address.
   *
   * @param port 0 for any that is free
   * @param delay drawn for each answer
   */
  static ModelEndpoint start(int port, Supplier<Duration> delay)
      throws IOException, InterruptedException {
    var endpoint = new ModelEndpoint(Vertx.vertx(), delay);
    try {
      endpoint.listen(port);
    } catch (IOException | InterruptedException e) {
      endpoint.close();
      throw e;
    }
    return endpoint;
  }

  private void listen(int port) throws IOException, InterruptedException {
    var options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(BACKLOG);
    var listening = vertx.createHttpServer(options).requestHandler(this::answer).listen();
    try {
      server = listening.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IOException(
          "cannot listen at 127.0.0.1:%d: %s".formatted(port, e.getCause().getMessage()), e);
    }
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
    return "http://127.0.0.1:%d/v1".formatted(server.actualPort());
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
  Set<SocketAddress> askers() {
    return Set.copyOf(askers);
  }

  private void answer(HttpServerRequest request) {
    askers.add(request.remoteAddress());
    request
        .body()
        .compose(body -> pause().compose(_ -> reply(request.response(), body.toJsonObject())))
        .onFailure(_ -> refuse(request.response()))
        .onComplete(_ -> askers.remove(request.remoteAddress()));
  }

  /** What is no JSON is no question. */
  private static void refuse(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      var _ = response.setStatusCode(400).end();
    }
  }

  /** On a thread of its own: who tells the delay may wait before. */
  private Future<Void> pause() {
    var over = Promise.<Void>promise();
    var loop = vertx.getOrCreateContext();
    Thread.startVirtualThread(() -> {
      LockSupport.parkNanos(delay.get().toNanos());
      loop.runOnContext(_ -> over.complete());
    });
    return over.future();
  }

  private Future<Void> reply(HttpServerResponse response, JsonObject request) {
    long number = answered.incrementAndGet();
    response.putHeader("x-request-id", "req_" + number);
    if (ThreadLocalRandom.current().nextDouble() < failing) {
      return response.setStatusCode(500).end();
    }
    return request.getBoolean("stream", false)
        ? stream(response, number, request)
        : response
            .putHeader("Content-Type", "application/json")
            .end(whole(number, request).encode());
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

  private static Future<Void> stream(HttpServerResponse response, long number, JsonObject request) {
    response.putHeader("Content-Type", "text/event-stream").setChunked(true);
    for (var word : text(number, request).split("(?<= )")) {
      var delta = new JsonObject().put("content", word);
      event(response, chunk(number, request).put("choices", choices("delta", delta, null)));
    }
    event(
        response,
        chunk(number, request).put("choices", choices("delta", new JsonObject(), "stop")));
    event(
        response,
        chunk(number, request)
            .put("choices", new JsonArray())
            .put("usage", usage(number, request)));
    return response.end("data: [DONE]\n\n");
  }

  private static JsonObject chunk(long number, JsonObject request) {
    return head(number, request, "chat.completion.chunk");
  }

  private static void event(HttpServerResponse response, JsonObject chunk) {
    var _ = response.write("data: " + chunk.encode() + "\n\n");
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

package combot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An endpoint of OpenAI's protocol that always asks the same question, and counts. For tests of any
 * package.
 */
public final class FakeModel implements AutoCloseable {

  static final String WORDS = "Which part of the passage would you read twice?";

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;

  public FakeModel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Requests so far. */
  public int asked() {
    return asked.get();
  }

  /** As {@code COMBOT_OPENAI_URL} takes it. */
  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    var choice =
        Map.of(
            "index",
            0,
            "message",
            Map.of("role", "assistant", "content", WORDS),
            "finish_reason",
            "stop");
    var usage = Map.of("prompt_tokens", 200, "completion_tokens", 20, "total_tokens", 220);
    var body =
        new JsonObject()
            .put("id", "chatcmpl-1")
            .put("object", "chat.completion")
            .put("created", 1)
            .put("model", "small")
            .put("choices", List.of(choice))
            .put("usage", usage)
            .toBuffer()
            .getBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package combot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The endpoint of a language model that writes what the test dictates, when it does. */
public final class DictatedModel implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;
  private static final String LAST =
      "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":20,\"total_tokens\":220}}\n\n"
          + "data: [DONE]\n\n";

  private final HttpServer server;
  private final BlockingQueue<Writing> asked = new LinkedBlockingQueue<>();

  public DictatedModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /** The next answer that it is asked for. */
  public Writing awaitAsked() {
    return taken(asked);
  }

  private static <T> T taken(BlockingQueue<T> queue) {
    try {
      var taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError("nothing came within %d s".formatted(PATIENCE_SECONDS));
      }
      return taken;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var writing = new Writing();
      asked.add(writing);
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      String chunk;
      do {
        chunk = taken(writing.chunks);
        exchange.getResponseBody().write(chunk.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      } while (!chunk.equals(LAST));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** An answer that is being written. */
  public static final class Writing {
    private final BlockingQueue<String> chunks = new LinkedBlockingQueue<>();

    public void says(String more) {
      var choice = Map.of("index", 0, "delta", Map.of("content", more));
      var chunk = JsonObject.of("id", "c1", "model", "small-1", "choices", List.of(choice));
      chunks.add("data: " + chunk.encode() + "\n\n");
    }

    public void ends() {
      chunks.add(LAST);
    }
  }
}

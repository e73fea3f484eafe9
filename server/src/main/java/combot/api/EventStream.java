package combot.api;

import combot.chat.Listener;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * An answer as server-sent events: any number of {@code text}, then one {@code answer}, or one
 * {@code problem} where it fails after the first {@code text}. Before, it fails as any other
 * answer.
 */
final class EventStream {

  private static final String MEDIA_TYPE = "text/event-stream";

  /** A proxy that gathers an answer before it passes it on leaves nothing of a stream. */
  private static final Map<String, String> HEADERS =
      Map.of(
          HttpHeaders.CONTENT_TYPE,
          MEDIA_TYPE,
          HttpHeaders.CACHE_CONTROL,
          "no-store",
          "X-Accel-Buffering",
          "no");

  private final HttpServerResponse response;
  private final ProblemMapper problems;
  private volatile boolean begun;

  EventStream(HttpServerResponse response, ProblemMapper problems) {
    this.response = response;
    this.problems = problems;
  }

  static boolean isAccepted(String accept) {
    return accept != null && accept.toLowerCase(Locale.ROOT).contains(MEDIA_TYPE);
  }

  /**
   * @param work finds the answer, and tells the listener what there is of it already
   */
  Response answer(Function<Listener, Object> work) {
    try {
      return last("answer", work.apply(this::text));
    } catch (RuntimeException e) {
      if (!begun) {
        throw e;
      }
      return last("problem", problems.entityOf(e));
    }
  }

  private void text(int number, String text) {
    if (!begun) {
      begun = true;
      response.headers().setAll(HEADERS);
      response.setChunked(true);
    }
    // Whoever is gone misses it, and asks again.
    response.write(Buffer.buffer(event("text", new V1.BeginningJson(number, text))));
  }

  /** The framework ends the response with it, and begins it where nothing was sent yet. */
  private Response last(String name, Object entity) {
    var last = Response.ok(event(name, entity));
    HEADERS.forEach(last::header);
    return last.build();
  }

  private static byte[] event(String name, Object data) {
    var event = new ByteArrayOutputStream();
    event.writeBytes("event: %s\ndata: ".formatted(name).getBytes(StandardCharsets.UTF_8));
    event.writeBytes(Rendered.bytes(data));
    event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }
}

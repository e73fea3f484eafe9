package combot.loadtest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status 0 where nothing whole came
 * @param failure why nothing whole came, or {@code null}
 * @param serverTiming what the server says of its own time, or {@code null}
 * @param uploadNanos for which a slow network took it, before {@code began}
 * @param began {@link System#nanoTime} just before it was sent, or the last of it
 * @param ended when the whole answer was there
 */
record Reply(
    int status,
    String contentType,
    String retryAfter,
    String etag,
    String location,
    String serverTiming,
    Buffer body,
    String failure,
    long uploadNanos,
    long began,
    long ended) {

  boolean came() {
    return failure == null;
  }

  boolean isOk() {
    return status == 200 || status == 201;
  }

  /** Whether a participant's page would send the same again. */
  boolean mayBeRepeated() {
    return !came() || status == 429 || status >= 502 && status <= 504;
  }

  /** What a language model took of it. */
  long modelNanos() {
    return ServerTiming.modelNanos(serverTiming);
  }

  /** Empty where the body is no JSON object. */
  Optional<JsonObject> json() {
    try {
      return Optional.of(new JsonObject(body));
    } catch (DecodeException | ClassCastException _) {
      return Optional.empty();
    }
  }
}

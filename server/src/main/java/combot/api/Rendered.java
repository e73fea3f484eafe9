package combot.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Answers in JSON that no cache keeps. They are written whole before they leave, into buffers that
 * all requests share: the framework would write them piece by piece, from a blocked thread.
 */
final class Rendered {
  private Rendered() {}

  private static final ObjectWriter WRITER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .build()
          .writer();

  static Response.ResponseBuilder json(int status, Object entity) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(bytes(entity));
  }

  /** Ends a response that reached no resource. */
  static void end(HttpServerResponse response, Problem problem) {
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Buffer.buffer(bytes(problem)));
  }

  static byte[] bytes(Object entity) {
    try {
      return WRITER.writeValueAsBytes(entity);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for an answer of " + entity.getClass(), e);
    }
  }
}

package combot.api;

import combot.chat.ContendedException;
import combot.chat.IdReusedException;
import combot.chat.MessageTooLongException;
import combot.chat.TooManyTurnsException;
import combot.chat.UnansweredException;
import combot.chat.UnknownTokenException;
import combot.classifier.ClassifierBusyException;
import combot.log.Wordless;
import combot.store.StoreException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Exceptions to problem details. What went wrong on our side is logged, and told without its inner
 * life.
 */
@Singleton
final class ProblemMapper {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int NOBODY_NEW_RETRY_AFTER_SECONDS = 10;

  private final OutageLog outage = new OutageLog(System::nanoTime);
  private final OutageLog rush = new OutageLog(System::nanoTime);

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    var problem = response(e.problem());
    return e.problem().status() == 503
        ? problem.header(HttpHeaders.RETRY_AFTER, NOBODY_NEW_RETRY_AFTER_SECONDS).build()
        : problem.build();
  }

  @ServerExceptionMapper
  Response tooLong(MessageTooLongException e) {
    return problem(ProblemException.badRequest("text", e.getMessage()));
  }

  @ServerExceptionMapper
  Response unknownToken(UnknownTokenException e) {
    return problem(ProblemException.unauthorized(e.getMessage()));
  }

  @ServerExceptionMapper
  Response reusedId(IdReusedException e) {
    return problem(ProblemException.conflict("Id reused", e.getMessage(), e.field()));
  }

  @ServerExceptionMapper
  Response tooMany(TooManyTurnsException e) {
    return response(Problem.of(429, "Too Many Requests", e.getMessage(), null))
        .header(HttpHeaders.RETRY_AFTER, e.seconds())
        .build();
  }

  @ServerExceptionMapper
  Response contended(ContendedException e) {
    LOG.warn(e.getMessage());
    return later(
        "Others write to this conversation all the time. Nothing of this request was stored: send it again.");
  }

  @ServerExceptionMapper
  Response unanswered(UnansweredException e) {
    LOG.warn(e.getMessage());
    return later(
        "The answer to the last message is not there yet. Send the very same request again: nothing is stored twice.");
  }

  @ServerExceptionMapper
  Response store(StoreException e) {
    // Once it is gone, it fails for all who come.
    outage.count().ifPresent(missed -> LOG.errorf(e, "the database failed%s", times(missed)));
    return later(
        "The database did not answer in time. Send the very same request again: what may have been stored is not stored twice.");
  }

  @ServerExceptionMapper
  Response busy(ClassifierBusyException e) {
    rush.count().ifPresent(missed -> LOG.warnf("%s%s", e.getMessage(), times(missed)));
    return later(Problem.busy());
  }

  @ServerExceptionMapper
  Response other(WebApplicationException e, UriInfo uri, HttpHeaders headers) {
    var response = response(problemOf(e.getResponse().getStatusInfo(), uri, headers));
    var allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return (allow == null ? response : response.header(HttpHeaders.ALLOW, allow)).build();
  }

  private static Problem problemOf(Response.StatusType status, UriInfo uri, HttpHeaders headers) {
    var reason = status.getReasonPhrase();
    var type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    return switch (status.getStatusCode()) {
      case 404 -> ProblemException.nowhere("/" + uri.getPath().replaceFirst("^/", "")).problem();
      case 405 -> Problem.of(405, reason, "This address does not take that method.", "method");
      default ->
          type == null || isMediaType(type)
              ? Problem.of(status.getStatusCode(), reason, reason + ".", null)
              : ProblemException.noJson(type).problem();
    };
  }

  /** What can't be one the framework refuses by itself. */
  private static boolean isMediaType(String type) {
    try {
      return MediaType.valueOf(type) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException e) {
    LOG.error("a request could not be served", Wordless.of(e));
    return response(
            Problem.of(500, "Internal Server Error", "Something went wrong on the server.", null))
        .build();
  }

  /** What is told where the answer has begun already. */
  Object entityOf(RuntimeException e) {
    var response =
        switch (e) {
          case StoreException it -> store(it);
          case UnansweredException it -> unanswered(it);
          case ContendedException it -> contended(it);
          default -> unexpected(e);
        };
    return response.getEntity();
  }

  private static String times(long missed) {
    return missed == 0 ? "" : " (and %d times since this was last told)".formatted(missed);
  }

  private static Response later(String detail) {
    return later(Problem.of(503, "Service Unavailable", detail, null));
  }

  private static Response later(Problem problem) {
    return response(problem).header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
  }

  private static Response.ResponseBuilder response(Problem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
  }
}

package combot.api;

import jakarta.ws.rs.core.HttpHeaders;

/** A request that can't be served as it is; carries what the client is told. */
final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  private ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  /** 400, for what is wrong with a field; {@code null} for the request as a whole. */
  static ProblemException badRequest(String field, String detail) {
    return new ProblemException(Problem.of(400, "Bad Request", detail, field));
  }

  /**
   * 400, for a body that does not claim to be JSON.
   *
   * @param contentType what it claims to be, or {@code null}
   */
  static ProblemException noJson(String contentType) {
    return badRequest(
        HttpHeaders.CONTENT_TYPE,
        "must be application/json, was " + (contentType == null ? "absent" : contentType));
  }

  /** 400, for a request whose address can't be read. */
  static ProblemException malformedAddress() {
    return badRequest(
        "path",
        "the address is malformed, or the Host header missing; in an address, what is no letter,"
            + " digit or one of - . _ ~ is written as % and two hex digits");
  }

  static ProblemException unauthorized(String detail) {
    return new ProblemException(Problem.of(401, "Unauthorized", detail, "Authorization"));
  }

  static ProblemException notFound(String field, String detail) {
    return new ProblemException(Problem.of(404, "Not Found", detail, field));
  }

  static ProblemException forbidden(String field, String detail) {
    return new ProblemException(Problem.of(403, "Forbidden", detail, field));
  }

  /** 404, for a path that leads nowhere. */
  static ProblemException nowhere(String path) {
    return notFound("path", "There is nothing at " + path + ".");
  }

  static ProblemException full() {
    return conflict("Study full", "the study has all participants it needs", "study");
  }

  /** 503: new conversations don't begin at the moment. */
  static ProblemException later() {
    return new ProblemException(
        Problem.of(
            503,
            "Service Unavailable",
            "No new conversations begin at the moment. Nothing of this request was stored: send it again.",
            "study"));
  }

  static ProblemException conflict(String title, String detail, String field) {
    return new ProblemException(Problem.of(409, title, detail, field));
  }
}

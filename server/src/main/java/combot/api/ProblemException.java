package combot.api;

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

  static ProblemException unauthorized(String detail) {
    return new ProblemException(Problem.of(401, "Unauthorized", detail, "Authorization"));
  }

  static ProblemException notFound(String field, String detail) {
    return new ProblemException(Problem.of(404, "Not Found", detail, field));
  }

  /** 404, for a path that leads nowhere. */
  static ProblemException nowhere(String path) {
    return notFound("path", "There is nothing at " + path + ".");
  }

  static ProblemException full() {
    return conflict("Study full", "the study has all participants it needs");
  }

  static ProblemException conflict(String title, String detail) {
    return new ProblemException(Problem.of(409, title, detail, null));
  }
}

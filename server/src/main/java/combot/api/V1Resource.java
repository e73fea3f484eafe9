package combot.api;

import combot.chat.Answer;
import combot.chat.Arrival;
import combot.chat.Chat;
import combot.chat.Opened;
import combot.chat.Said;
import combot.chat.Studies;
import combot.chat.UnknownTokenException;
import combot.store.LoadTests;
import combot.store.Token;
import combot.study.Study;
import combot.warm.Stage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** The API of our own participant page, and of anyone who builds another. */
@Path("/v1")
@RunOnVirtualThread
public final class V1Resource {

  /** Long enough that nobody guesses the one that began somebody else's conversation. */
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  private static final Pattern TURN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String BEARER = "Bearer ";
  private static final int PARAMETER_LIMIT = 256;

  private final Studies studies;
  private final Stage stage;
  private final LoadTestResource loadTests;
  private final ProblemMapper problems;

  V1Resource(Studies studies, Stage stage, LoadTestResource loadTests, ProblemMapper problems) {
    this.studies = studies;
    this.stage = stage;
    this.loadTests = loadTests;
    this.problems = problems;
  }

  private Chat chat() {
    return stage.chat();
  }

  /** What a participant may know of a study before they consent. */
  @GET
  @Path("/studies/{study}")
  public Response study(@PathParam("study") String id) {
    return json(200, V1.StudyJson.of(find(id)));
  }

  /**
   * Begins a conversation, once a person has consented; or resumes the one that they, or the same
   * request, began.
   */
  @POST
  @Path("/studies/{study}/conversations")
  public Response begin(
      @PathParam("study") String id,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(LoadTestResource.KEY) String loadTestKey,
      @HeaderParam(LoadTestResource.RUN) String loadTestRun,
      InputStream in) {
    var body = Body.read(in, contentType).only(Set.of("consent", "requestId", "parameters"));
    var study = loadTests.studyOf(find(id), loadTestKey, loadTestRun);
    if (!body.bool("consent")) {
      throw ProblemException.badRequest(
          "consent", "must be true: a conversation begins with consent");
    }
    var requestId =
        id(
            "requestId",
            body.string("requestId"),
            REQUEST_ID,
            "16 to 64 letters, digits, - or _, such as a random UUID");
    var arrival =
        new Arrival(study, Map.of(), requestId, parameters(study, body.strings("parameters")));
    return switch (chat().begin(arrival)) {
      case Opened.Full() -> throw ProblemException.full();
      case Opened.Later() -> throw ProblemException.later();
      case Opened.Conversing(var token, var view, var begun) ->
          json(begun ? 201 : 200, V1.ConversationJson.of(token.secret(), view));
    };
  }

  /** The conversation so far. */
  @GET
  @Path("/conversation")
  public Response read(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
    var view = chat().read(token(authorization)).orElseThrow(UnknownTokenException::new);
    return json(200, V1.ConversationJson.of(null, view));
  }

  /**
   * Says something. The same {@code turnId} again gets the same answer and stores nothing twice.
   * Who accepts events is told a reply while it is being written, where the study streams.
   */
  @POST
  @Path("/conversation/turns")
  public Response say(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(HttpHeaders.ACCEPT) String accept,
      @Context HttpServerRequest request,
      InputStream in) {
    var body = Body.read(in, contentType).only(Set.of("turnId", "text", "after"));
    var turnId = id("turnId", body.string("turnId"), TURN_ID, "1 to 64 letters, digits, - or _");
    var text = Texts.checked("text", body.string("text"));
    var token = token(authorization);
    var after = after(body);
    if (EventStream.isAccepted(accept)) {
      return new EventStream(request.response(), problems)
          .answer(listener ->
              V1.AnswerJson.of(
                  say(
                      new Said(
                          token, turnId, text, after, Optional.empty(), Optional.of(listener)))));
    }
    return timed(say(new Said(token, turnId, text, after, Optional.empty())));
  }

  private Answer say(Said said) {
    var answer = chat().say(said);
    return switch (answer.outcome()) {
      case TAKEN, ASKED_AGAIN -> answer;
      case BLANK -> throw ProblemException.badRequest("text", "must not be blank");
      case OVER ->
          throw ProblemException.conflict(
              "Conversation finished",
              "the conversation is finished: it takes no more turns",
              "conversation");
      case MOVED_ON ->
          throw ProblemException.conflict(
              "Conversation moved on",
              "turn %d is not the last of the conversation: read it, then answer what is open now"
                  .formatted(said.after().getAsInt()),
              "after");
    };
  }

  /**
   * Only a load test is told how long models took: anybody else would learn who wrote the words.
   */
  private static Response timed(Answer answer) {
    var response = Rendered.json(200, V1.AnswerJson.of(answer));
    boolean told =
        LoadTests.isOne(answer.conversation().studyId()) && answer.modelTime().isPositive();
    return told
        ? response.header("Server-Timing", "model;dur=" + answer.modelTime().toMillis()).build()
        : response.build();
  }

  /** Number of the last turn that the client shows; empty where it does not say. */
  private static OptionalInt after(Body body) {
    var number = body.optionalInteger("after");
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    if (number.get().signum() < 0 || number.get().bitLength() >= Integer.SIZE) {
      throw ProblemException.badRequest(
          "after", "must be the number of a turn, was " + number.get());
    }
    return OptionalInt.of(number.get().intValue());
  }

  private Study find(String id) {
    return studies
        .find(id)
        .orElseThrow(
            () -> ProblemException.notFound("study", "there is no study '" + id + "' here"));
  }

  private static Map<String, String> parameters(Study study, Map<String, String> given) {
    given.forEach((name, value) -> {
      var field = "parameters." + name;
      if (!study.panel().parameters().contains(name)) {
        throw ProblemException.badRequest(
            field,
            "unknown parameter; the study takes " + String.join(", ", study.panel().parameters()));
      }
      if (Texts.checked(field, value).length() > PARAMETER_LIMIT) {
        throw ProblemException.badRequest(
            field, "must have at most " + PARAMETER_LIMIT + " characters");
      }
    });
    return given;
  }

  private static String id(String field, String value, Pattern pattern, String form) {
    if (!pattern.matcher(value).matches()) {
      throw ProblemException.badRequest(field, "must have " + form);
    }
    return value;
  }

  private static Token token(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw ProblemException.unauthorized(
          "send 'Authorization: Bearer' with the token of the conversation");
    }
    return new Token(authorization.substring(BEARER.length()).strip());
  }

  private static Response json(int status, Object entity) {
    return Rendered.json(status, entity).build();
  }
}

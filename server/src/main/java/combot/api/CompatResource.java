package combot.api;

import combot.chat.Answer;
import combot.chat.Arrival;
import combot.chat.Chat;
import combot.chat.LoneTurn;
import combot.chat.MessageTooLongException;
import combot.chat.Opened;
import combot.chat.Said;
import combot.chat.Studies;
import combot.chat.View;
import combot.log.RequestNumber;
import combot.store.Token;
import combot.store.Turn;
import combot.study.Condition;
import combot.study.Sha256;
import combot.warm.Stage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The original's API, for the front ends and scripts that speak it: a conversation is known by its
 * cookie, else by the token in the scenario that clients echo, and its own state decides what comes
 * next.
 */
@Path("/api")
@RunOnVirtualThread
public final class CompatResource {

  private static final String ROUTE = "/{route: random|chatbot|lulu}";
  private static final String REQUEST_ID = "X-Request-Id";

  private final Optional<CompatStudy> served;
  private final Stage stage;
  private final Pace pace;

  CompatResource(Studies studies, Stage stage, Pace pace) {
    this.served = CompatStudy.firstOf(studies.all());
    this.stage = stage;
    this.pace = pace;
  }

  private Chat chat() {
    return stage.chat();
  }

  /** Opens a conversation, or gives the unfinished one of the cookie once more. */
  @GET
  @Path(ROUTE + "/initial")
  public Response open(
      @PathParam("route") String route,
      @CookieParam(SessionCookie.NAME) String cookie,
      @HeaderParam(REQUEST_ID) String requestId) {
    var id = RequestNumber.of(requestId).map(it -> "open " + Sha256.of(it)).orElse(null);
    var arrival = new Arrival(served().study(), fixedBy(route), id, Map.of());
    return switch (chat().open(arrival, SessionCookie.token(cookie))) {
      case Opened.Full() -> throw ProblemException.full();
      case Opened.Later() -> throw ProblemException.later();
      case Opened.Conversing(var token, var view, _) ->
          SessionCookie.renewed(
              token,
              view.study(),
              new CompatJson.Greeting(
                  greeting(view),
                  CompatJson.Scenario.of(view.conversation().state(), Optional.of(token))));
    };
  }

  /** What link checkers ask. Opens nothing. */
  @HEAD
  @Path(ROUTE + "/initial")
  public Response look() {
    served();
    return SessionCookie.without(null);
  }

  private static String greeting(View view) {
    return CompatReply.words(
        view.turns().stream().takeWhile(turn -> turn.role() == Turn.Role.BOT).toList());
  }

  /** Says something. */
  @POST
  @Path(ROUTE)
  public Response say(
      @PathParam("route") String route,
      @CookieParam(SessionCookie.NAME) String cookie,
      @HeaderParam(REQUEST_ID) String requestId,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      InputStream in) {
    var turn = CompatTurn.of(Body.read(in, contentType));
    var number = RequestNumber.of(requestId);
    try {
      for (var token : tokens(cookie, turn)) {
        var said =
            new Said(
                token,
                turn.turnId(token, number),
                turn.message(),
                OptionalInt.empty(),
                turn.seconds());
        var answer = chat().sayCompatibly(said);
        if (answer.isPresent()) {
          hold(answer.get());
          return SessionCookie.renewed(
              token, answer.get().study(), CompatReply.of(answer.get(), Optional.of(token)));
        }
      }
      return sayAlone(route, turn, number);
    } catch (MessageTooLongException e) {
      throw ProblemException.badRequest("message", e.getMessage());
    }
  }

  private void hold(Answer answer) {
    if (!stage.isPlayed()) {
      pace.hold(answer);
    }
  }

  private static Iterable<Token> tokens(String cookie, CompatTurn turn) {
    return Stream.of(SessionCookie.token(cookie), turn.token()).flatMap(Optional::stream).distinct()
        ::iterator;
  }

  private Response sayAlone(String route, CompatTurn turn, Optional<String> number) {
    var study = served();
    var id = turn.openingId(number).orElse(null);
    var fixed = fixedBy(route);
    var lone =
        new LoneTurn(
            study.conditionFor(fixed, turn.levels(), ThreadLocalRandom.current()),
            turn.position(),
            turn.classType().filter(study.study().classes()::containsKey).orElse(null),
            turn.message(),
            turn.seconds());
    var linked =
        chat().sayAlone(new Arrival(study.study(), fixed, id, Map.of()), lone, turn.loneId(number));
    hold(linked.answer());
    var reply = CompatReply.of(linked.answer(), linked.token());
    return linked
        .token()
        .map(token -> SessionCookie.renewed(token, study.study(), reply))
        .orElseGet(() -> SessionCookie.without(reply));
  }

  /** Thanks, and asks for the contact. Changes nothing. */
  @GET
  @Path(ROUTE + "/closing")
  public Response close(
      @PathParam("route") String route, @CookieParam(SessionCookie.NAME) String cookie) {
    var study = served();
    var token = SessionCookie.token(cookie);
    return token
        .flatMap(chat()::readCompatibly)
        .map(view ->
            SessionCookie.renewed(token.get(), view.study(), closing(CompatClosing.of(view))))
        .orElseGet(
            () -> SessionCookie.without(closing(CompatClosing.neutral(study, fixedBy(route)))));
  }

  private static CompatJson.Message closing(String words) {
    return new CompatJson.Message(Html.text(words));
  }

  /** What monitors poll: begins nothing. */
  @GET
  @Path("/random")
  public Response endpoint(@CookieParam(SessionCookie.NAME) String cookie) {
    var study = served();
    var token = SessionCookie.token(cookie);
    return token
        .flatMap(chat()::readCompatibly)
        .map(view ->
            SessionCookie.renewed(
                token.get(), view.study(), endpoint(view.conversation().state().condition())))
        .orElseGet(() -> SessionCookie.without(endpoint(study.study().conditions().getFirst())));
  }

  private static CompatJson.Endpoint endpoint(Condition condition) {
    return new CompatJson.Endpoint("/api/random/", CompatStudy.endpointType(condition));
  }

  /** Forgets the cookie's conversation; what was said stays stored. */
  @GET
  @Path("/random/reset")
  public Response reset(@CookieParam(SessionCookie.NAME) String cookie) {
    served();
    SessionCookie.token(cookie).ifPresent(chat()::forgetCompatibly);
    return SessionCookie.expired(
        new CompatJson.Message("The conversation was reset. The next one starts anew."));
  }

  /** What link checkers ask. Forgets nothing. */
  @HEAD
  @Path("/random/reset")
  public Response lookAtReset() {
    return look();
  }

  /** How full the machine's memory is. */
  @GET
  @Path("/memory")
  public Response memory() {
    return SessionCookie.without(MachineMemory.now());
  }

  /** Whether the database answers. */
  @GET
  @Path("/health")
  public Response health() {
    boolean reachable = chat().isReady();
    return Response.fromResponse(
            SessionCookie.without(
                reachable
                    ? new CompatJson.Health("ok", "reachable")
                    : new CompatJson.Health("unavailable", "unreachable")))
        .status(reachable ? 200 : 503)
        .build();
  }

  private CompatStudy served() {
    return served.orElseThrow(() ->
        ProblemException.notFound(
            "study",
            "this API serves a study with the factors brand (Basic, Lulu), think and feel (High, Low)"
                + " and a contact step; none that is served here has them"));
  }

  private static Map<String, String> fixedBy(String route) {
    var fixed = new LinkedHashMap<String, String>();
    switch (route) {
      case "chatbot" -> fixed.put(CompatStudy.BRAND, "Basic");
      case "lulu" -> fixed.put(CompatStudy.BRAND, "Lulu");
      default -> {}
    }
    return fixed;
  }
}

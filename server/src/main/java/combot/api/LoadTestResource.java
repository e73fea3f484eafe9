package combot.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import combot.chat.LoadTestKey;
import combot.chat.Studies;
import combot.store.LoadTests;
import combot.store.Store;
import combot.study.Study;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a load test asks: by which study it is served, what it has left, and that this be removed.
 * Its conversations are held by the API of the participant page, begun with a key and the name of
 * the run.
 */
@Path("/v1/loadtest")
@RunOnVirtualThread
public final class LoadTestResource {

  static final String KEY = LoadTestKey.HEADER;
  static final String RUN = "X-Combot-Loadtest-Run";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
  private static final int PAGE = 500;

  private final LoadTestKey key;
  private final Studies studies;
  private final LoadTests tests;

  LoadTestResource(LoadTestKey key, Studies studies, Store store) {
    this.key = key;
    this.studies = studies;
    this.tests = store.loadTests();
  }

  record Removed(long conversations) {}

  /**
   * @param next what to ask for as {@code after}; {@code null} at the end
   */
  record Page(List<ConversationJson> conversations, String next) {}

  record ConversationJson(
      String id,
      String study,
      String version,
      Map<String, String> condition,
      @JsonProperty("class") String complaintClass,
      String status,
      String contact,
      List<TurnJson> turns) {

    static ConversationJson of(LoadTests.Stored stored) {
      return new ConversationJson(
          stored.id(),
          stored.study(),
          stored.studyVersion(),
          stored.assigned(),
          stored.complaintClass().orElse(null),
          stored.status(),
          stored.contact().orElse(null),
          stored.turns().stream().map(TurnJson::of).toList());
    }
  }

  /**
   * @param source the place in the study
   * @param words who wrote a bot's turn: scripted, llm, repaired, fallback
   */
  record TurnJson(
      int number,
      String role,
      String kind,
      String text,
      String source,
      Map<String, String> delivered,
      String words,
      String turnId,
      int progress,
      String at) {

    static TurnJson of(LoadTests.Entry entry) {
      var turn = entry.turn();
      return new TurnJson(
          turn.number(),
          turn.role().name(),
          turn.kind(),
          turn.text(),
          turn.source(),
          turn.delivered(),
          entry.words().map(source -> source.name().toLowerCase(Locale.ROOT)).orElse(null),
          entry.turnId().orElse(null),
          turn.progress(),
          turn.at().toString());
    }
  }

  record RunJson(String run, String study, long conversations, String since) {
    static RunJson of(LoadTests.Run run) {
      return new RunJson(run.run(), run.study(), run.conversations(), run.since().toString());
    }
  }

  /** What there is of load tests. */
  @GET
  public Response runs(@HeaderParam(KEY) String given) {
    admit(given);
    return Rendered.json(200, Map.of("runs", tests.runs().stream().map(RunJson::of).toList()))
        .build();
  }

  /** The file of a study that is served, against which answers can be judged. */
  @GET
  @Path("/studies/{study}/file")
  public Response file(@HeaderParam(KEY) String given, @PathParam("study") String id) {
    admit(given);
    var study = studies.find(id).orElseThrow(() -> noStudy(id));
    return Response.ok(studies.fileOf(study), "application/yaml; charset=utf-8")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .tag(study.version())
        .build();
  }

  private static ProblemException noStudy(String id) {
    return ProblemException.notFound("study", "there is no study '" + id + "' here");
  }

  /** What is stored of a run, some at a time. */
  @GET
  @Path("/{run}/conversations")
  public Response conversations(
      @HeaderParam(KEY) String given,
      @PathParam("run") String run,
      @QueryParam("after") String after,
      @QueryParam("limit") Integer limit) {
    admit(given);
    int most = limit == null ? PAGE : limit;
    if (most < 1 || most > PAGE) {
      throw ProblemException.badRequest("limit", "must be 1 to " + PAGE + ", was " + most);
    }
    var page = tests.page(named(run), after == null ? "" : Texts.checked("after", after), most);
    var next = page.size() < most ? null : page.getLast().id();
    return Rendered.json(200, new Page(page.stream().map(ConversationJson::of).toList(), next))
        .build();
  }

  /**
   * Removes a run.
   *
   * @param limit after so many conversations it stops; {@code null}: it does not
   */
  @DELETE
  @Path("/{run}")
  public Response remove(
      @HeaderParam(KEY) String given,
      @PathParam("run") String run,
      @QueryParam("limit") Integer limit) {
    admit(given);
    return Rendered.json(200, new Removed(tests.remove(named(run), most(limit)))).build();
  }

  /** Removes all there is, as {@link #remove}. */
  @DELETE
  public Response removeAll(@HeaderParam(KEY) String given, @QueryParam("limit") Integer limit) {
    admit(given);
    return Rendered.json(200, new Removed(tests.removeAll(most(limit)))).build();
  }

  private static int most(Integer limit) {
    if (limit != null && limit < 1) {
      throw ProblemException.badRequest("limit", "must be at least 1, was " + limit);
    }
    return limit == null ? Integer.MAX_VALUE : limit;
  }

  /**
   * The study by which a conversation begins.
   *
   * @param given the key; {@code null} with {@code run}: a participant's, who is in the study
   *     itself
   */
  Study studyOf(Study study, String given, String run) {
    if (given == null && run == null) {
      return study;
    }
    admit(given);
    return LoadTests.apart(study, named(run));
  }

  private void admit(String given) {
    if (!key.is(given)) {
      throw ProblemException.forbidden(
          KEY, "send the key of this installation, which is in loadtest.key in its data folder");
    }
  }

  private static String named(String run) {
    if (run == null || !NAME.matcher(run).matches()) {
      throw ProblemException.badRequest(RUN, "must name the run: 1 to 40 of a-z, 0-9 and -");
    }
    return run;
  }
}

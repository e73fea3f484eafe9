package combot.loadtest;

import combot.conversation.Ask;
import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.conversation.Utterance;
import combot.conversation.Wishes;
import combot.study.Choice;
import combot.study.LinkTemplate;
import combot.study.Step;
import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A server that speaks {@code /v1} as the real one does, on the real engine, in memory; and can be
 * told to err. Fields that make it err are set before the first request.
 */
public final class StubServer implements AutoCloseable {

  public static final String KEY = "k".repeat(32);

  /** Changes an answer to a turn; given the number of messages so far. */
  public interface Spoil {
    void spoil(int message, JsonObject answer);
  }

  private static final class Talk {
    final String id = UUID.randomUUID().toString();
    final JsonArray turns = new JsonArray();
    final Map<String, Buffer> answers = new ConcurrentHashMap<>();
    String run;
    String panelId = "";
    String contact;
    State state;
  }

  public final Study study;
  public volatile Spoil spoil = (_, _) -> {};
  volatile UnaryOperator<Buffer> garble = answer -> answer;
  volatile String contentType = "application/json";
  public volatile Consumer<JsonArray> tamper = _ -> {};
  public volatile ToIntFunction<HttpServerRequest> refuse = _ -> 200;
  volatile Consumer<JsonArray> shown = _ -> {};
  volatile String page = "<html data-study=\"think-feel\"><link href=\"/assets/page.css\">";
  volatile String assetType = "text/css";
  volatile boolean sameConditionForAll;
  volatile long stallFrom;
  volatile long stallUntil;
  volatile int status = 200;
  volatile String serverTiming = "";
  volatile Predicate<HttpServerRequest> hang = _ -> false;

  /** Changes what the bot says where a model may write, before it is stored. */
  volatile UnaryOperator<String> model = text -> text;

  private final byte[] file;
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Map<String, Talk> talks = new TreeMap<>();
  private long slots;
  private long first;

  public StubServer() {
    this("");
  }

  /**
   * @param more of the study file, behind what the default study has
   */
  StubServer(String more) {
    try {
      var content = Files.readString(Path.of("..", "studies", "think-feel.yaml"));
      file = (content + more).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    study = StudyFile.parse("think-feel.yaml", file);
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::hear)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private void hear(HttpServerRequest request) {
    if (hang.test(request)) {
      return;
    }
    if (first == 0) {
      first = System.nanoTime();
    }
    request
        .body()
        .onSuccess(body -> {
          long now = (System.nanoTime() - first) / 1_000_000;
          if (now >= stallFrom && now < stallUntil) {
            vertx.setTimer(stallUntil - now, _ -> answer(request, body));
          } else {
            answer(request, body);
          }
        });
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var path = request.path();
    int refused = refuse.applyAsInt(request);
    if (refused != 200) {
      request.response().setStatusCode(refused).end();
    } else if (path.equals("/")) {
      request.response().setStatusCode(303).putHeader("Location", "/s/" + study.id()).end();
    } else if (path.startsWith("/s/")) {
      send(request, "text/html", page);
    } else if (path.startsWith("/assets/")) {
      send(request, assetType, "p {}");
    } else if (path.startsWith("/v1/loadtest")) {
      loadTest(request);
    } else if (path.endsWith("/conversations")) {
      json(request, 201, begin(request, body.toJsonObject()));
    } else if (path.startsWith("/v1/studies/")) {
      json(
          request,
          200,
          new JsonObject()
              .put("study", study.id())
              .put("consent", new JsonObject().put("text", study.consent().text())));
    } else if (path.equals("/v1/conversation")) {
      json(request, 200, view(talk(request)));
    } else if (path.equals("/v1/conversation/turns")) {
      say(request, body.toJsonObject());
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private Talk talk(HttpServerRequest request) {
    return talks.get(request.getHeader("Authorization").substring("Bearer ".length()));
  }

  private JsonObject begin(HttpServerRequest request, JsonObject body) {
    var talk = new Talk();
    talk.run = request.getHeader("X-Combot-Loadtest-Run");
    talk.panelId = body.getJsonObject("parameters").getString(study.panel().id());
    var condition = study.conditionOf(Map.of(), sameConditionForAll ? 0 : slots);
    slots++;
    var opened = Engine.open(study, condition, slots);
    talk.state = opened.next();
    opened.replies().forEach(turn -> store(talk, turn, 0));
    talks.put(talk.id, talk);
    return view(talk).put("token", talk.id);
  }

  private void say(HttpServerRequest request, JsonObject body) {
    var talk = talk(request);
    var turnId = body.getString("turnId");
    var known = talk.answers.get(turnId);
    if (known == null) {
      var asked = Engine.said(study, talk.state, body.getString("text"));
      if (asked instanceof Ask.Classify classify) {
        var scores = new LinkedHashMap<String, Double>();
        scores.put("A", 1.0);
        asked = Engine.resume(study, classify, scores);
      }
      var advanced = (Ask.Advanced) asked;
      boolean contact = advanced.contact().isPresent();
      talk.contact = advanced.contact().orElse(talk.contact);
      talk.turns.add(
          new JsonObject()
              .put("number", talk.turns.size() + 1)
              .put("role", "PARTICIPANT")
              .put("kind", contact ? "CONTACT" : "MESSAGE")
              .put("text", contact ? "" : body.getString("text"))
              .put("progress", advanced.next().progress())
              .put("turnId", turnId));
      var replies = new JsonArray();
      for (var scripted : advanced.replies()) {
        var turn = said(scripted, advanced.next());
        store(talk, turn, advanced.next().progress());
        replies.add(
            new JsonObject()
                .put("number", talk.turns.size())
                .put("from", "bot")
                .put("text", turn.text())
                .put("delayMs", 0));
      }
      talk.state = advanced.next();
      var answer = new JsonObject().put("replies", replies);
      state(talk, answer);
      answer.put("contactAccepted", contact ? true : null);
      spoil.spoil(talk.state.progress(), answer);
      known = garble.apply(answer.toBuffer());
      talk.answers.put(turnId, known);
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", contentType)
        .putHeader("Server-Timing", serverTiming)
        .end(known);
  }

  private BotTurn said(BotTurn scripted, State next) {
    var message = List.of(new Utterance(Utterance.Speaker.PARTICIPANT, "It broke."));
    return Wishes.of(study, next, scripted, message)
        .map(wish ->
            scripted.saying(model.apply(scripted.text()), wish.delivered(), scripted.provenance()))
        .orElse(scripted);
  }

  private void store(Talk talk, BotTurn turn, int progress) {
    talk.turns.add(
        new JsonObject()
            .put("number", talk.turns.size() + 1)
            .put("role", "BOT")
            .put("kind", turn.kind().name())
            .put("text", turn.text())
            .put("source", turn.source())
            .put("progress", progress)
            .put("delivered", new JsonObject(new LinkedHashMap<>(turn.delivered()))));
  }

  private JsonObject view(Talk talk) {
    var look =
        study
            .appearance()
            .find(talk.state.condition(), talk.state.complaintClass())
            .map(Choice.Variant::value)
            .orElseThrow();
    var turns = new JsonArray();
    for (var each : talk.turns) {
      var turn = (JsonObject) each;
      boolean contact =
          turn.getString("role").equals("PARTICIPANT") && turn.getString("kind").equals("CONTACT");
      turns.add(
          new JsonObject()
              .put("number", turn.getInteger("number"))
              .put("from", turn.getString("role").equals("BOT") ? "bot" : "participant")
              .put("kind", contact ? "contact" : "message")
              .put(
                  "text",
                  contact ? study.strings().get("contact-hidden") : turn.getString("text")));
    }
    shown.accept(turns);
    var view =
        new JsonObject()
            .put(
                "appearance",
                new JsonObject()
                    .put("name", look.name())
                    .put("avatar", look.avatar())
                    .put("colour", look.colour())
                    .put("onColour", look.onColour()))
            .put("turns", turns);
    state(talk, view);
    return view;
  }

  private void state(Talk talk, JsonObject answer) {
    boolean over = Engine.isOver(study, talk.state);
    boolean contact = !over && study.flow().get(talk.state.step()) instanceof Step.Contact;
    answer
        .put("expects", over ? "nothing" : contact ? "email" : "message")
        .put(
            "progress",
            new JsonObject()
                .put("answered", talk.state.progress())
                .put("of", Engine.waiting(study)));
    if (over) {
      var finish = Engine.finish(study);
      var values =
          Map.of(
              "panel_id", talk.panelId,
              "conversation", talk.id,
              "code", study.codeOf(talk.state.condition()));
      answer.put(
          "finish",
          new JsonObject()
              .put("link", LinkTemplate.fill(finish.link(), name -> values.getOrDefault(name, "")))
              .put(
                  "label",
                  study
                      .texts()
                      .get(finish.label())
                      .pick(talk.state.condition(), talk.state.complaintClass())
                      .value()));
    }
  }

  private void loadTest(HttpServerRequest request) {
    if (!KEY.equals(request.getHeader("X-Combot-Loadtest-Key"))) {
      json(request, 403, new JsonObject().put("detail", "send the key"));
    } else if (request.path().endsWith("/file")) {
      request.response().putHeader("ETag", "\"" + study.version() + "\"").end(Buffer.buffer(file));
    } else if (request.path().endsWith("/conversations")) {
      var run = request.path().split("/")[3];
      var after = request.getParam("after");
      int limit = Integer.parseInt(request.getParam("limit"));
      var rest = new ArrayList<>(stored(run));
      if (after != null) {
        while (!rest.removeFirst().getString("id").equals(after)) {}
      }
      var page = List.copyOf(rest.subList(0, Math.min(limit, rest.size())));
      json(
          request,
          200,
          new JsonObject()
              .put("conversations", new JsonArray(page))
              .put("next", page.size() < limit ? null : page.getLast().getString("id")));
    } else if (request.method().equals(HttpMethod.GET)) {
      json(request, 200, new JsonObject().put("runs", new JsonArray(runs())));
    } else {
      var run = request.path().replaceFirst("/v1/loadtest/?", "");
      int before = talks.size();
      talks.values().removeIf(talk -> run.isEmpty() || talk.run.equals(run));
      json(request, 200, new JsonObject().put("conversations", before - talks.size()));
    }
  }

  private List<JsonObject> runs() {
    return talks.values().stream()
        .collect(Collectors.groupingBy(talk -> talk.run, Collectors.counting()))
        .entrySet()
        .stream()
        .map(run -> new JsonObject().put("run", run.getKey()).put("conversations", run.getValue()))
        .toList();
  }

  private List<JsonObject> stored(String run) {
    var all = new JsonArray();
    for (var talk : talks.values()) {
      if (talk.run.equals(run)) {
        all.add(
            new JsonObject()
                .put("id", talk.id)
                .put("study", study.id())
                .put("version", study.version())
                .put(
                    "condition",
                    new JsonObject(new LinkedHashMap<>(talk.state.condition().levels())))
                .put("class", talk.state.complaintClass())
                .put("status", Engine.isOver(study, talk.state) ? "FINISHED" : "ACTIVE")
                .put("contact", talk.contact)
                .put("turns", talk.turns.copy()));
      }
    }
    tamper.accept(all);
    return all.stream().map(JsonObject.class::cast).toList();
  }

  private static void send(HttpServerRequest request, String type, String text) {
    request.response().putHeader("Content-Type", type + ";charset=UTF-8").end(text);
  }

  private static void json(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toBuffer());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

package combot.loadtest;

import combot.loadtest.Recorder.End;
import combot.loadtest.Scene.Gate;
import combot.study.Seeds;
import combot.study.Study;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * One virtual participant: what a person does from the link to the survey, in the order in which
 * they do it. Interrupt its thread, and it leaves as soon as its request is answered.
 */
final class Participant {

  private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/[^\"/][^\"]*)\"");
  private static final int ATTEMPTS = 3;
  private static final double RETRY_SECONDS = 0.5;
  private static final double LONGEST_RETRY_SECONDS = 10;
  private static final double NANOS = 1e9;

  /** Reading aloud in one's head: 240 words a minute. */
  private static final double READS_PER_SECOND = 20;

  private final Scene scene;
  private final long number;
  private final Persona persona;
  private final Complaint complaint;
  private final Map<String, String> parameters;
  private final Transcript transcript;
  private final Judge judge;
  private long due;

  /** It is no use to go on. */
  private static final class GivenUpException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param number among all of the test: what it does follows from it
   */
  Participant(Scene scene, long number) {
    this.scene = scene;
    this.number = number;
    this.persona =
        Persona.of(scene.behaviour(), scene.allowed().script().messages(), scene.seed(), number);
    this.complaint = scene.complaints().apply(number);
    this.transcript = new Transcript(number, complaint.label());
    this.parameters = parameters(scene.study(), scene.run(), number);
    this.judge = new Judge(scene.study(), scene.allowed(), parameters);
  }

  /** Of the link by which a participant comes. */
  static Map<String, String> parameters(Study study, String run, long number) {
    var given = new LinkedHashMap<String, String>();
    study.panel().parameters().forEach(name -> given.put(name, "loadtest"));
    if (study.panel().id() != null) {
      given.put(study.panel().id(), panelId(run, number));
    }
    return given;
  }

  private static String panelId(String run, long number) {
    return run + "-p" + number;
  }

  /**
   * Converses and leaves.
   *
   * @param arrival when it should have come, {@link System#nanoTime}
   * @param gate where the first message waits for others
   * @return what was sent and heard
   * @throws InterruptedException never: who is interrupted leaves
   */
  Transcript converse(long arrival, Optional<Gate> gate) {
    long came = scene.open() ? arrival : System.nanoTime();
    due = came;
    var end = End.BROKEN_OFF;
    try {
      end = visit(gate);
    } catch (GivenUpException _) {
      // its failure is recorded
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      gate.ifPresent(it -> it.parties().countDown());
    }
    scene.recorder().ends(end, came, System.nanoTime());
    return transcript;
  }

  private End visit(Optional<Gate> gate) throws InterruptedException, GivenUpException {
    openPage();
    var study = request(Kind.STUDY, Request.get("/v1/studies/" + scene.study().id()));
    judged(Kind.STUDY, study, judge.study(study));
    pause(persona.consentSeconds());
    begin();
    for (int message = 0; message < scene.allowed().script().messages(); message++) {
      if (message == persona.messages()) {
        return End.DROPPED_OUT;
      }
      var move = persona.moves().get(message);
      var text = text(message);
      pause(reading() + move.thinkSeconds() + text.length() / persona.charactersPerSecond());
      boolean first = message == 0 && gate.isPresent();
      if (first) {
        await(gate.get());
      }
      say(first ? Kind.FIRST : Kind.TURN, message, text, move.sendsTwice());
      if (move.reloads()) {
        reload();
      }
    }
    return End.FINISHED;
  }

  private double reading() {
    return judge.lastWords().stream()
        .mapToDouble(text ->
            scene.study().typing().usualDelayOf(text).toMillis() / 1e3
                + text.length() / READS_PER_SECOND)
        .sum();
  }

  private void openPage() throws InterruptedException, GivenUpException {
    for (var link : page()) {
      var asset = request(Kind.ASSET, Request.get(link));
      judged(Kind.ASSET, asset, Judge.asset(asset, link));
    }
  }

  /** What the page links to. */
  private List<String> page() throws InterruptedException, GivenUpException {
    var query = new StringBuilder();
    parameters.forEach((name, value) ->
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    var page = request(Kind.PAGE, Request.get("/s/" + scene.study().id() + query));
    var links =
        LINKED.matcher(page.body().toString()).results().map(link -> link.group(1)).toList();
    judged(Kind.PAGE, page, Judge.page(page, scene.study().id(), links));
    return links;
  }

  private void begin() throws InterruptedException, GivenUpException {
    var body =
        new JsonObject()
            .put("consent", true)
            .put("requestId", UUID.randomUUID().toString())
            .put("parameters", new JsonObject(new LinkedHashMap<>(parameters)));
    var request =
        Request.post("/v1/studies/" + scene.study().id() + "/conversations", body.encode())
            .with("X-Combot-Loadtest-Key", scene.key())
            .with("X-Combot-Loadtest-Run", scene.run());
    transcript.asksToBegin();
    var begun = request(Kind.BEGIN, request);
    transcript.begins();
    scene.recorder().begins();
    judged(Kind.BEGIN, begun, judge.begun(begun));
    judge.lastWords().forEach(transcript::hears);
    if (judge.token() == null) {
      throw new GivenUpException();
    }
  }

  private void say(Kind kind, int message, String text, boolean twice)
      throws InterruptedException, GivenUpException {
    var turnId = Reconciliation.turnId(scene.run(), number, message);
    var body = new JsonObject().put("turnId", turnId).put("text", text);
    body.put("after", judge.lastNumber());
    var request = authorised(Request.post("/v1/conversation/turns", body.encode()));
    transcript.sends(text);
    var second = twice ? Optional.of(send(request)) : Optional.<CompletableFuture<Reply>>empty();
    var reply = request(kind, request);
    transcript.isAcknowledged();
    judged(kind, reply, judge.answered(reply, text, isContact(message)));
    judge.lastWords().forEach(transcript::hears);
    if (judge.link() != null) {
      transcript.isLedTo(judge.link());
    }
    if (second.isPresent()) {
      same(kind, reply, second.get().join());
    }
  }

  /** A double click stores once and is answered twice alike. */
  private void same(Kind kind, Reply first, Reply second) {
    // The participant is there once, and waits for the first.
    record(kind, second, second.ended());
    if (second.isOk() && !second.body().equals(first.body())) {
      judged(kind, second, List.of("another answer to the same message sent twice"));
    }
  }

  private void reload() throws InterruptedException, GivenUpException {
    page();
    var read = request(Kind.READ, authorised(Request.get("/v1/conversation")));
    judged(Kind.READ, read, judge.read(read));
  }

  private Request authorised(Request request) {
    return request.with("Authorization", "Bearer " + judge.token());
  }

  private boolean isContact(int message) {
    return !scene.allowed().script().expects().get(message).equals(Script.MESSAGE);
  }

  private String text(int message) {
    var text =
        switch (scene.allowed().script().expects().get(message)) {
          case "email" -> "p" + number + "@loadtest.example";
          case "panel-id" -> panelId(scene.run(), number);
          default -> message == 0 ? complaint.text() : Talk.answer(scene.seed(), number, message);
        };
    int most = scene.study().limits().message();
    return text.length() > most ? text.substring(0, most) : text;
  }

  // What goes over the wire.

  private CompletableFuture<Reply> send(Request request) throws InterruptedException {
    if (Thread.interrupted() || scene.requestsLeft().getAndDecrement() <= 0) {
      throw new InterruptedException();
    }
    return scene.wire().send(request, persona.slow() ? scene.behaviour().bandwidth() : 0);
  }

  /** The answer; as the page does, the very same is sent again where that may help. */
  private Reply request(Kind kind, Request request) throws InterruptedException, GivenUpException {
    if (persona.slow()) {
      wait(scene.behaviour().delay());
    }
    long meant = due;
    var reply = attempt(kind, request);
    long first = intended(meant, reply);
    for (int attempt = 2; !reply.isOk(); attempt++) {
      if (!reply.mayBeRepeated() || attempt > ATTEMPTS) {
        neverCame(kind, first, reply);
        throw new GivenUpException();
      }
      reply = again(kind, request, first, reply);
    }
    scene.recorder().answered(kind, first, reply.ended(), reply.modelNanos());
    return reply;
  }

  private Reply attempt(Kind kind, Request request) throws InterruptedException {
    long meant = due;
    var reply = send(request).join();
    scene.recorder().thought(reply.began() - reply.uploadNanos(), reply.began());
    record(kind, reply, intended(meant, reply));
    due = reply.ended();
    return reply;
  }

  /**
   * Who is interrupted does not ask again. What had not come by then never came, if it was waited
   * for as long as anybody waits; what failed at once could have come, so nobody knows.
   */
  private Reply again(Kind kind, Request request, long first, Reply last)
      throws InterruptedException {
    try {
      wait(Duration.ofNanos((long) (retrySeconds(last) * NANOS)));
      return attempt(kind, request);
    } catch (InterruptedException e) {
      if (last.ended() - first + last.uploadNanos() >= scene.wire().patience().toNanos()) {
        neverCame(kind, first, last);
      }
      throw e;
    }
  }

  /**
   * When it should have been sent, were the network not slow.
   *
   * @param meant when it should have been sent over this network
   */
  private long intended(long meant, Reply reply) {
    return scene.open()
        ? Math.min(meant, reply.began() - reply.uploadNanos()) + reply.uploadNanos()
        : reply.began();
  }

  /** Who gets no answer at all waits for as long as anybody would have waited here. */
  private void neverCame(Kind kind, long first, Reply last) {
    scene.recorder().givenUp();
    if (!last.came()) {
      long longest = first + scene.wire().patience().toNanos();
      scene.recorder().answered(kind, first, Math.max(last.ended(), longest), 0);
    }
  }

  private static double retrySeconds(Reply reply) {
    double jitter = ThreadLocalRandom.current().nextDouble(RETRY_SECONDS);
    var told = reply.retryAfter();
    double asked = told != null && told.matches("\\d{1,4}") ? Double.parseDouble(told) : 0;
    return Math.min(Math.max(asked, RETRY_SECONDS), LONGEST_RETRY_SECONDS) + jitter;
  }

  private void record(Kind kind, Reply reply, long intended) {
    scene.recorder().request(intended, reply.ended());
    if (!reply.isOk()) {
      fail(kind, reply.came() ? "status " + reply.status() : "no answer", reply);
    }
  }

  /** At most once for each reply: it is one request that did not succeed. */
  private void judged(Kind kind, Reply reply, List<String> wrong) {
    if (!wrong.isEmpty()) {
      scene.recorder().wrong(kind, wrong, excerpt(kind, reply));
    }
  }

  /** Not of what begins a conversation: it holds the secret that opens it. */
  private static String excerpt(Kind kind, Reply reply) {
    return kind == Kind.BEGIN ? "" : Excerpt.of(reply.body().toString());
  }

  private void fail(Kind kind, String what, Reply reply) {
    scene.recorder().failure(kind, what, reply.came() ? excerpt(kind, reply) : reply.failure());
  }

  // What passes between.

  private void pause(double seconds) throws InterruptedException {
    wait(Duration.ofNanos((long) (seconds * scene.behaviour().timeScale() * NANOS)));
  }

  private void wait(Duration time) throws InterruptedException {
    long begin = due;
    due += time.toNanos();
    try {
      sleepUntilDue();
    } finally {
      // Who is interrupted waited until now.
      scene.recorder().thought(begin, Math.min(due, System.nanoTime()));
    }
  }

  private void await(Gate gate) throws InterruptedException {
    gate.parties().countDown();
    gate.parties().await();
    long begin = due;
    double share = Seeds.random(scene.seed(), "gate", number).nextDouble();
    due = System.nanoTime() + (long) (share * gate.withinNanos());
    try {
      sleepUntilDue();
    } finally {
      scene.recorder().thought(begin, Math.min(due, System.nanoTime()));
    }
  }

  private void sleepUntilDue() throws InterruptedException {
    long left = due - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}

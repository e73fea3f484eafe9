package combot.readiness;

import combot.readiness.TestConversation.Wrong;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Whether participants come to this Combot, and by HTTPS. A conversation of a load test is begun
 * here, and read at the public address: nobody else knows its token, which is worth nothing once it
 * is removed. The key for load tests is not sent there.
 */
final class PublicProbe implements Probe {

  private static final String THRESHOLD = "a public address by https, which leads here";
  private static final String CONVERSATION = "/v1/conversation";

  private final SSLContext trust;
  private final Predicate<String> near;

  /**
   * @param trust of browsers
   * @param near whether an address is reached on this machine alone
   */
  PublicProbe(SSLContext trust, Predicate<String> near) {
    this.trust = trust;
    this.near = near;
  }

  PublicProbe() {
    this(CertificateProbe.standard(), ConfigurationProbe::isLoopback);
  }

  @Override
  public List<Line> look(Context context) {
    var question =
        context.require(
            "audit.https",
            "HTTPS for participants",
            "a conversation of a load test is begun on this machine, read at the address of --url, and removed again",
            "Put Caddy or nginx with a certificate in front, serve with --host 127.0.0.1, and check with --url https://…");
    return List.of(
        context
            .publicUrl()
            .map(url -> at(context, question, url))
            .orElseGet(() -> none(context, question)));
  }

  private static Line none(Context context, Question question) {
    return question.is(
        State.WARN,
        "no public address is known"
            + (isOpen(context)
                ? ", and the gateway takes connections of other machines without it"
                : ""),
        THRESHOLD);
  }

  private static boolean isOpen(Context context) {
    try {
      return Sockets.listening(context).stream()
          .anyMatch(socket -> socket.isOf(context.running().pid()) && socket.isBeyondLoopback());
    } catch (IOException e) {
      return false; // the line of the gateway's port says that nobody knows
    }
  }

  private Line at(Context context, Question question, URI url) {
    if (near.test(url.toString())) {
      return question.is(State.WARN, url + " is reached on this machine alone", THRESHOLD);
    }
    return url.getScheme().equals("https")
        ? leadsHere(context, question, url)
        : question.is(State.FAIL, url + " is not encrypted", THRESHOLD);
  }

  private Line leadsHere(Context context, Question question, URI url) {
    var study = ServedStudy.all(context).stream().findFirst();
    if (study.isEmpty()) {
      return question.unknown("the running Combot does not tell which studies it serves");
    }
    if (context.running().isDrained()) {
      return question.unknown(Running.DRAINED);
    }
    try (var http = HttpClient.newHttpClient()) {
      var key = TestConversation.key(context);
      var here = new Requests(http, context.running().url());
      var refusal = TestConversation.refusal(here, key);
      if (refusal.isPresent()) {
        return question.unknown("the gateway: " + refusal.get());
      }
      try (var conversation = TestConversation.with(here, key)) {
        return compare(question, url, conversation.begin(study.get().id()), here);
      }
    } catch (Wrong e) {
      return question.unknown("the gateway " + e.getMessage());
    } catch (IOException | DecodeException e) {
      return question.unknown("no conversation can be begun to look for: " + e);
    }
  }

  private Line compare(Question question, URI url, String token, Requests here) throws IOException {
    var headers = Map.of("Authorization", "Bearer " + token);
    var expected = here.get(CONVERSATION, headers);
    try (var http =
        HttpClient.newBuilder()
            .sslContext(trust)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      var found =
          new Requests(http, url.toString().replaceFirst("/$", "")).get(CONVERSATION, headers);
      boolean same = expected.status() == 200 && found.equals(expected);
      return question.holds(
          same,
          State.FAIL,
          same ? url.toString() : "%s leads elsewhere, status %d".formatted(url, found.status()),
          THRESHOLD);
    } catch (IOException e) {
      return question.is(State.FAIL, "%s does not answer: %s".formatted(url, e), THRESHOLD);
    }
  }
}

package combot.readiness;

import combot.readiness.Running.Member;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/** Whether the cache that workers share answers, and whether each of them uses it. */
final class CacheProbe implements Probe {

  private static final int PATIENCE_MILLIS = 1_000;
  private static final int PORT = 6379;

  @Override
  public List<Line> look(Context context) {
    var address = context.running().configuration().getString("redis", "");
    var trip =
        context.require(
            "cache.round-trip",
            "Cache, round trip",
            "PING on a connection of its own; a refusal for want of a password is an answer too",
            "Start it: sudo systemctl start combot-redis, or redis-server; see its log. Combot goes on without it, and slower.");
    return List.of(
        address.isEmpty()
            ? trip.told("in each worker's own memory: there is none to reach")
            : ping(trip, URI.create(address)),
        used(context));
  }

  private static Line ping(Question question, URI address) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              address.getHost(), address.getPort() < 0 ? PORT : address.getPort()),
          PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return address.getScheme().equals("rediss")
          ? secured(question, socket, address.getHost())
          : trip(question, socket);
    } catch (IOException e) {
      return question.is(
          State.FAIL,
          "%s does not answer: %s".formatted(address, e.getMessage()),
          question.threshold());
    }
  }

  private static Line secured(Question question, Socket plain, String host) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (var socket = factory.createSocket(plain, host, plain.getPort(), true)) {
      return trip(question, socket);
    }
  }

  private static Line trip(Question question, Socket socket) throws IOException {
    long began = System.nanoTime();
    socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
    int first = socket.getInputStream().read();
    double millis = (System.nanoTime() - began) / 1e6;
    if (first != '+' && first != '-') {
      throw new IOException("what answers is no Redis");
    }
    return question.measured(millis, String.format(Locale.ROOT, "%.2f ms", millis));
  }

  /** As each worker says of its own way to it. */
  private static Line used(Context context) {
    var question =
        context.ask(
            "cache.used",
            "Cache, used by the workers",
            "the check 'cache' of each worker's health",
            "See why: ./combot status. A wrong password or a full Redis is told there.");
    var without =
        context.running().ready().stream()
            .filter(worker -> !worker.check("cache").getString("state", "").equals("ok"))
            .toList();
    return question.holds(
        without.isEmpty(),
        State.WARN,
        without.isEmpty() ? "by all" : "not by " + shown(without),
        "by all");
  }

  private static String shown(List<Member> workers) {
    return workers.stream()
        .map(worker ->
            "worker %d (%s)"
                .formatted(
                    worker.number(), worker.check("cache").getString("why", "it says nothing")))
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }
}

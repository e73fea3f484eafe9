package combot.readiness;

import combot.readiness.Sockets.Listening;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What listens, where, and whether it takes a connection: Combot's own, Redis, PostgreSQL. */
final class NetworkProbe implements Probe {

  private static final int PATIENCE_MILLIS = 1_000;
  private static final int REDIS_PORT = 6379;
  private static final int POSTGRES_PORT = 5432;
  private static final String HOW = "/proc/net/tcp and /proc/PID/fd; then a connection is made";

  @Override
  public List<Line> look(Context context) {
    var lines = new ArrayList<Line>();
    try {
      var all = Sockets.listening(context);
      lines.add(gateway(context, all));
      lines.addAll(workers(context, all));
      lines.addAll(
          stores(
              context,
              "redis",
              "Redis",
              Sockets.named(all, REDIS_PORT, "redis-server", "valkey-server")));
      lines.addAll(
          stores(
              context, "postgresql", "PostgreSQL", Sockets.named(all, POSTGRES_PORT, "postgres")));
    } catch (IOException e) {
      lines.add(gateway(context, List.of()));
      lines.add(
          context
              .ask("net.listening", "Ports that others listen on", HOW, "")
              .unknown(ProcessProbe.noProc(e)));
    }
    return lines;
  }

  private static Line gateway(Context context, List<Listening> all) {
    var question =
        context.require(
            "net.gateway",
            "Gateway's port",
            HOW,
            "It takes no connection: ./combot status; then ./combot stop and ./combot serve");
    var own = all.stream().filter(socket -> socket.isOf(context.running().pid())).toList();
    var where = own.isEmpty() ? context.running().url() : shown(own);
    return connected(question, target(context, own), where);
  }

  private static InetSocketAddress target(Context context, List<Listening> own) {
    if (!own.isEmpty()) {
      return own.getFirst().reachable();
    }
    var url = URI.create(context.running().url());
    return new InetSocketAddress(url.getHost(), url.getPort());
  }

  private static List<Line> workers(Context context, List<Listening> all) {
    var lines = new ArrayList<Line>();
    for (var worker : context.running().ready()) {
      var question =
          context.require(
              "net.worker." + (lines.size() + 1),
              "Port of worker " + worker.number(),
              HOW,
              "Replace it: ./combot recycle " + worker.number());
      var own = all.stream().filter(socket -> socket.isOf(worker.pid())).toList();
      if (own.isEmpty()) {
        lines.add(question.unknown(Sockets.unseen(context, worker.pid())));
      } else if (own.stream().anyMatch(Listening::isBeyondLoopback)) {
        lines.add(question.is(State.WARN, shown(own), "on loopback only"));
      } else {
        lines.add(connected(question, own.getFirst().reachable(), shown(own)));
      }
    }
    return lines;
  }

  private static List<Line> stores(
      Context context, String id, String name, Stream<Listening> found) {
    return found
        .collect(Collectors.groupingBy(socket -> socket.address().getPort()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            port -> store(context, "net.%s.%d".formatted(id, port.getKey()), name, port.getValue()))
        .toList();
  }

  private static Line store(Context context, String id, String name, List<Listening> sockets) {
    var question =
        context.ask(
            id,
            "%s's port %d".formatted(name, sockets.getFirst().address().getPort()),
            HOW,
            name.equals("Redis")
                ? "Let only this machine reach it: bind 127.0.0.1 -::1 in redis.conf, then restart it"
                : "Let only this machine reach it: listen_addresses = 'localhost' in postgresql.conf, then restart it");
    return sockets.stream().anyMatch(Listening::isBeyondLoopback)
        ? question.is(
            State.WARN, shown(sockets) + ": other machines may reach it", "on loopback only")
        : connected(question, sockets.getFirst().reachable(), shown(sockets));
  }

  private static String shown(List<Listening> sockets) {
    return sockets.stream()
        .sorted(Comparator.comparing(Listening::toString))
        .map(Listening::toString)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Line connected(Question question, InetSocketAddress target, String where) {
    var threshold = "takes a connection within 1 s";
    long began = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(target, PATIENCE_MILLIS);
      return question.is(
          State.PASS,
          String.format(
              Locale.ROOT, "%s, connected in %.1f ms", where, (System.nanoTime() - began) / 1e6),
          threshold);
    } catch (IOException e) {
      return question.is(State.FAIL, where + ", no connection: " + e.getMessage(), threshold);
    }
  }
}

package combot.readiness;

import combot.loadtest.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Combot as a service of systemd, or else what its own supervisor counts. */
final class ServiceProbe implements Probe {

  private static final Pattern UNIT = Pattern.compile(".*/([^/]+\\.service)(?:/.*)?");
  private static final List<String> OTHERS =
      List.of("combot-redis.service", "redis-server.service", "postgresql.service");
  private final String systemctl;

  ServiceProbe() {
    this("systemctl");
  }

  /**
   * @param systemctl the command
   */
  ServiceProbe(String systemctl) {
    this.systemctl = systemctl;
  }

  @Override
  public List<Line> look(Context context) {
    var lines = new ArrayList<Line>();
    var unit = unit(context);
    if (unit.isPresent()) {
      lines.addAll(Unit.show(systemctl, unit.get()).lines(context, true));
      OTHERS.stream()
          .map(other -> Unit.show(systemctl, other))
          .filter(Unit::isMeantToRun)
          .forEach(other -> lines.addAll(other.lines(context, false)));
    }
    lines.addAll(own(context, unit.isPresent()));
    return lines;
  }

  /** The unit that the gateway runs in, by its control group. */
  private static Optional<String> unit(Context context) {
    try {
      return Files.readAllLines(context.proc(context.running().pid() + "/cgroup")).stream()
          .map(UNIT::matcher)
          .filter(line -> line.matches() && line.group(1).startsWith("combot"))
          .map(line -> line.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the gateway counts of itself and its workers. */
  private static List<Line> own(Context context, boolean service) {
    var running = context.running();
    var how = "at the control socket";
    int crashes = running.status().getInteger("crashes", 0);
    var lines = new ArrayList<Line>();
    if (!service) {
      lines.add(
          context
              .ask(
                  "service.unit",
                  "Started at boot and after a crash of the gateway",
                  "control group of the gateway's process",
                  "Make it a service: sudo ./combot install")
              .is(State.WARN, "no: somebody started it by hand", "a service of systemd"));
    }
    lines.add(
        context
            .ask("service.uptime", "Gateway, uptime", how, "")
            .told(uptime(context, running.status().getString("started", ""))));
    lines.add(
        context
            .ask("service.workers", "Workers, uptime; started anew by the gateway", how, "")
            .told(
                running.workers().stream()
                    .map(worker -> Figure.time(worker.age()))
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("none")));
    lines.add(
        context
            .ask(
                "service.crashes",
                "Workers that crashed in the last 10 min",
                how,
                "See why: ./combot status, and the log")
            .measured(crashes, Integer.toString(crashes)));
    return lines;
  }

  private static String uptime(Context context, String started) {
    try {
      return Figure.time(Duration.between(Instant.parse(started), context.clock().instant()));
    } catch (DateTimeException e) {
      return "it does not tell";
    }
  }
}

package combot.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Combot as a service of systemd, or else what its own supervisor counts. */
final class ServiceProbe implements Probe {

  private static final Pattern UNIT = Pattern.compile(".*/([^/]+\\.service)(?:/.*)?");
  private static final List<String> OTHERS =
      List.of("combot-redis.service", "redis-server.service", "postgresql.service");
  private static final String PROPERTIES =
      "Id,LoadState,ActiveState,SubState,NRestarts,Restart,UnitFileState,ActiveEnterTimestampMonotonic,Type";

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
      lines.addAll(unit(context, unit.get(), true));
      OTHERS.forEach(other -> lines.addAll(unit(context, other, false)));
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

  private List<Line> unit(Context context, String unit, boolean own) {
    var how = "systemctl show " + unit;
    var id = "service." + unit.replace(".service", "");
    var active =
        own
            ? context.require(
                id + ".active",
                unit + ", active",
                how,
                "sudo systemctl start " + unit + "; why: journalctl -u " + unit)
            : context.ask(
                id + ".active",
                unit + ", active",
                how,
                "sudo systemctl start " + unit + "; why: journalctl -u " + unit);
    var told = show(unit);
    if (told.isEmpty()) {
      return own ? List.of(active.unknown("systemctl does not answer")) : List.of();
    }
    var shown = told.get();
    if (!shown.getOrDefault("LoadState", "").equals("loaded")) {
      return List.of();
    }
    var lines = new ArrayList<Line>();
    var state = shown.getOrDefault("ActiveState", "unknown");
    lines.add(
        active.holds(
            state.equals("active"),
            own ? State.FAIL : State.WARN,
            "%s (%s)%s".formatted(state, shown.get("SubState"), since(context, shown)),
            "active"));
    var restarts = shown.getOrDefault("NRestarts", "0");
    lines.add(
        context
            .ask(id + ".restarts", unit + ", restarts", how, "See why: journalctl -u " + unit)
            .holds(restarts.equals("0"), State.WARN, restarts, "none since it was started"));
    // A unit that only starts others runs nothing that could be restarted.
    if (!shown.getOrDefault("Type", "").equals("oneshot")) {
      lines.add(
          context
              .ask(
                  id + ".auto-restart",
                  unit + ", started anew after a crash",
                  how,
                  "sudo systemctl edit " + unit + ", with Restart=on-failure below [Service]")
              .holds(
                  !shown.getOrDefault("Restart", "no").equals("no"),
                  State.WARN,
                  shown.getOrDefault("Restart", "no"),
                  "on-failure or always"));
    }
    lines.add(
        context
            .ask(id + ".at-boot", unit + ", started at boot", how, "sudo systemctl enable " + unit)
            .holds(
                shown.getOrDefault("UnitFileState", "").startsWith("enabled"),
                State.WARN,
                shown.getOrDefault("UnitFileState", "unknown"),
                "enabled"));
    return lines;
  }

  private static String since(Context context, Map<String, String> shown) {
    try {
      long micros = Long.parseLong(shown.getOrDefault("ActiveEnterTimestampMonotonic", "0"));
      double up = Double.parseDouble(Files.readString(context.proc("uptime")).split(" ")[0]);
      return micros == 0
          ? ""
          : ", for " + time(Duration.ofSeconds(Math.max(0, (long) up - micros / 1_000_000)));
    } catch (IOException | NumberFormatException e) {
      return "";
    }
  }

  private Optional<Map<String, String>> show(String unit) {
    return Tool.run(systemctl, "show", unit, "--property=" + PROPERTIES)
        .map(said -> {
          var shown = new LinkedHashMap<String, String>();
          said.lines()
              .map(line -> line.split("=", 2))
              .filter(parts -> parts.length == 2)
              .forEach(parts -> shown.put(parts[0], parts[1]));
          return shown;
        });
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
                    .map(worker -> time(worker.age()))
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
      return time(Duration.between(Instant.parse(started), context.clock().instant()));
    } catch (DateTimeException e) {
      return "it does not tell";
    }
  }

  static String time(Duration time) {
    return time.toMinutes() < 1
        ? time.toSeconds() + " s"
        : time.toHours() < 1
            ? time.toMinutes() + " min"
            : time.toDays() < 1
                ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
                : "%d d %d h".formatted(time.toDays(), time.toHoursPart());
  }
}

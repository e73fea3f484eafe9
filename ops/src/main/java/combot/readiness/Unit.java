package combot.readiness;

import combot.loadtest.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A unit of systemd.
 *
 * @param name such as {@code combot.service}
 * @param shown its properties; empty where systemctl does not answer
 */
record Unit(String name, Map<String, String> shown) {

  private static final String PROPERTIES =
      "LoadState,ActiveState,SubState,NRestarts,Restart,UnitFileState,ActiveEnterTimestampMonotonic,Type";

  static Unit show(String systemctl, String name) {
    var shown = new HashMap<String, String>();
    Tool.run(systemctl, "show", name, "--property=" + PROPERTIES)
        .ifPresent(said ->
            said.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> shown.put(parts[0], parts[1])));
    return new Unit(name, shown);
  }

  private String property(String name) {
    return shown.getOrDefault(name, "unknown");
  }

  private boolean isEnabled() {
    return property("UnitFileState").startsWith("enabled");
  }

  /** A package may bring one that nobody uses. */
  boolean isMeantToRun() {
    return property("LoadState").equals("loaded")
        && (isEnabled() || !property("ActiveState").equals("inactive"));
  }

  /**
   * @param own whether Combot itself is this unit
   */
  List<Line> lines(Context context, boolean own) {
    var active =
        ask(context, "active", "active", "sudo systemctl start %1$s; why: journalctl -u %1$s", own);
    if (!property("LoadState").equals("loaded")) {
      return List.of(active.unknown("systemctl does not tell"));
    }
    var lines = new ArrayList<Line>();
    lines.add(
        active.holds(
            property("ActiveState").equals("active"),
            own ? State.FAIL : State.WARN,
            "%s (%s)%s".formatted(property("ActiveState"), property("SubState"), since(context)),
            "active"));
    lines.add(
        ask(context, "restarts", "restarts", "See why: journalctl -u %s", false)
            .holds(
                property("NRestarts").equals("0"),
                State.WARN,
                property("NRestarts"),
                "none since it was started"));
    // A unit that only starts others runs nothing that could be started anew.
    if (!property("Type").equals("oneshot")) {
      lines.add(
          ask(
                  context,
                  "auto-restart",
                  "started anew after a crash",
                  "sudo systemctl edit %s, with Restart=on-failure below [Service]",
                  false)
              .holds(
                  !List.of("no", "unknown").contains(property("Restart")),
                  State.WARN,
                  property("Restart"),
                  "on-failure or always"));
    }
    lines.add(
        ask(context, "at-boot", "started at boot", "sudo systemctl enable %s", false)
            .holds(isEnabled(), State.WARN, property("UnitFileState"), "enabled"));
    return lines;
  }

  private Question ask(
      Context context, String what, String title, String remedy, boolean required) {
    return new Question(
        context,
        "service." + name.replace(".service", "") + "." + what,
        name + ", " + title,
        "systemctl show " + name,
        remedy.formatted(name),
        required);
  }

  private String since(Context context) {
    try {
      long micros = Long.parseLong(property("ActiveEnterTimestampMonotonic"));
      double up = Double.parseDouble(Files.readString(context.proc("uptime")).split(" ")[0]);
      return micros == 0
          ? ""
          : ", for " + Figure.time(Duration.ofSeconds(Math.max(0, (long) up - micros / 1_000_000)));
    } catch (IOException | NumberFormatException e) {
      return "";
    }
  }
}

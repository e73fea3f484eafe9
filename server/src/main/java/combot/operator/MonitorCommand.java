package combot.operator;

import combot.control.ControlException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code combot monitor}: the status, again and again, in a terminal. */
@Command(
    name = "monitor",
    description = "Shows the status live, until q or Ctrl-C. For scripts: status --json.")
public final class MonitorCommand extends OperatorCommand {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What models did is added up from the record. */
  private static final int LOOKS_FOR_EACH_SUM = 10;

  private ModelsText models;
  private int looks;

  @Override
  public Integer call() throws Exception {
    if (System.console() == null || !System.console().isTerminal()) {
      throw new ControlException(
          "monitor needs a terminal. In a script use './combot status --json'.");
    }
    show(); // what can't be asked is told before the screen changes
    try (var screen = Screen.open()) {
      do {
        screen.show(show());
      } while (!screen.isLeft(EVERY));
    }
    return 0;
  }

  private List<String> show() {
    var status = ask(request("status")).orElseGet(JsonObject::new);
    if (status.isEmpty()) {
      return List.of("Combot has ended.");
    }
    if (looks++ % LOOKS_FOR_EACH_SUM == 0) {
      models = askForModels(PATIENCE);
    }
    models.addTo(status);
    return Monitored.lines(status, Instant.now());
  }
}

package combot.operator;

import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code combot status}: how a running Combot is. */
@Command(
    name = "status",
    description = {
      "Tells how the running Combot is: processes, memory, caches, language models, and whether the next session may start.",
      "Exit code 0 where all is well, 1 where something is not or none runs."
    })
public final class StatusCommand extends OperatorCommand {

  /** What models wrote is added up from the record, which may be slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var status = ask(request("status"));
    if (status.isEmpty()) {
      err().println("Combot ended before it answered.");
      return FAILED;
    }
    var told = status.get();
    askForModels(PATIENCE).addTo(told);
    out().println(json ? told.encodePrettily() : new StatusText(told, Instant.now()).toString());
    return told.getBoolean("healthy") ? 0 : 1;
  }
}

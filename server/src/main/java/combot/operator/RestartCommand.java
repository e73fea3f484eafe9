package combot.operator;

import combot.gateway.Program;
import picocli.CommandLine.Command;

/** {@code combot restart}: the build that runs this command takes over. */
@Command(
    name = "restart",
    description = {
      "Takes a new build, changed studies and options of the JVM into use: replaces the worker processes one after the other, without losing a request.",
      "If a new one does not get ready, the old ones stay. The gateway itself stays as it is; to change it, or options of serve, stop and start."
    })
public final class RestartCommand extends OperatorCommand {

  @Override
  public Integer call() {
    return end(ask(request("restart").put("program", Program.current().json())), "Restarted.");
  }
}

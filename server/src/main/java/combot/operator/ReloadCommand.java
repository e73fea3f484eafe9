package combot.operator;

import picocli.CommandLine.Command;

/** {@code combot reload}: as the signal SIGHUP, but one hears what comes of it. */
@Command(
    name = "reload",
    description =
        "Takes changed study files into use: replaces the worker processes one after the other. If a study is not right, all stays as it is.")
public final class ReloadCommand extends OperatorCommand {

  @Override
  public Integer call() {
    return end(ask(request("reload")), "Reloaded.");
  }
}

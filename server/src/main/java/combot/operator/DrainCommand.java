package combot.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code combot drain}: before maintenance. */
@Command(
    name = "drain",
    description = {
      "Lets no new participants in; those under way go on to their end. See with status how many are left, then stop, or let people in again with --end.",
      "Newcomers see a page that waits. A start of Combot ends it too."
    })
public final class DrainCommand extends OperatorCommand {

  @Option(names = "--end", description = "Lets new participants in again.")
  private boolean end;

  @Override
  public Integer call() {
    return end(
        ask(request(end ? "admit" : "drain")),
        end ? "New participants are let in again." : "No new participants are let in.");
  }
}

package combot;

import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code combot serve}: what a researcher runs. */
@Command(name = "serve", description = "Serves studies to participants and prints the links.")
final class ServeCommand extends ServerCommand {

  @Override
  public void run() {
    Worker.run(this, Optional.empty());
  }
}

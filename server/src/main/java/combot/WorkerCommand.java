package combot;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code combot worker}: one server process by itself, for development, a container or a cluster.
 */
@Command(name = "worker", description = "Runs one server process by itself.")
final class WorkerCommand extends ServerCommand implements Runnable {

  @Option(
      names = "--controlled",
      hidden = true,
      description = "Started by a gateway: reports to it and obeys it.")
  boolean controlled;

  @Option(
      names = "--rehearse",
      hidden = true,
      description = "Warms itself and ends: what the launcher makes the AOT cache of.")
  boolean rehearse;

  /** They share the work. */
  @Override
  void refuseSecond(Path folder) {}

  @Override
  public void run() {
    Worker.run(this, controlled ? Optional.of(Control.start()) : Optional.empty(), rehearse);
  }
}

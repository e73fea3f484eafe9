package combot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code combot worker}: one server process by itself, for development, a container or a cluster.
 */
@Command(
    name = "worker",
    description = "Runs one server process by itself.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Runnable {

  @Mixin private WorkerOptions options;

  @Override
  public void run() {
    Worker.run(options);
  }
}

package combot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code combot serve}: what a researcher runs. */
@Command(
    name = "serve",
    description = "Serves studies to participants and prints the links.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {

  @Mixin private WorkerOptions options;

  @Override
  public void run() {
    Worker.run(options);
  }
}

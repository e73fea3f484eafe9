package combot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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
      description =
          "Warms itself with a study of its own and ends: what the launcher makes the AOT cache of.")
  boolean rehearse;

  /** They share the work. */
  @Override
  void refuseSecond(Path folder) {}

  @Override
  public void run() {
    if (rehearse) {
      studies = List.of(rehearsal(DataFolder.writable(data)));
    }
    Worker.run(this, controlled ? Optional.of(Control.start()) : Optional.empty(), rehearse);
  }

  /** The study's file, put into the data folder. */
  private static Path rehearsal(Path folder) {
    var file = folder.resolve("rehearsal.yaml");
    try (var study = WorkerCommand.class.getResourceAsStream("warm/rehearsal.yaml")) {
      Files.copy(study, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }
}

package combot.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A worker's process, with the pipe that ties it to this one. */
final class Child {

  /**
   * Ctrl-C in a terminal reaches all processes of it; when workers end is the gateway's to say. An
   * ignored signal stays ignored in what the shell becomes.
   */
  private static final List<String> DEAF =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts one. All callbacks come from threads of their own.
   *
   * @param reports hears what it says of itself
   * @param log hears every other line
   * @param ended hears its exit code, after all of its lines
   * @throws UncheckedIOException if it can't be started
   */
  static Child start(
      List<String> command, Consumer<Report> reports, Consumer<String> log, IntConsumer ended) {
    var words = new ArrayList<>(DEAF);
    words.addAll(command);
    try {
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().keySet().removeAll(Service.VARIABLES);
      var child = new Child(builder.start());
      Thread.ofVirtual().start(() -> child.listen(reports, log, ended));
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("can't start a worker: " + command, e);
    }
  }

  private void listen(Consumer<Report> reports, Consumer<String> log, IntConsumer ended) {
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        var said = line;
        Report.parse(line).ifPresentOrElse(reports, () -> log.accept(said));
      }
    } catch (IOException e) {
      log.accept("can't be heard any more: " + e.getMessage());
    }
    ended.accept(process.onExit().join().exitValue());
  }

  long pid() {
    return process.pid();
  }

  /** Asks it to answer what it has and to end. */
  void drain() {
    try {
      process.getOutputStream().write("drain\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException _) {
      // It is gone; its end is heard elsewhere.
    }
  }

  void kill() {
    process.destroyForcibly();
  }
}

package combot.gateway;

import combot.control.ControlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private static final int LINES_KEPT = 5;

  private final Process process;

  private record Asked(Order order, CompletableFuture<String> answer) {}

  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Deque<String> lines = new ArrayDeque<>();

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
        hear(line, reports, log);
      }
    } catch (IOException e) {
      log.accept("can't be heard any more: " + e.getMessage());
    }
    int code = process.onExit().join().exitValue();
    asked.forEach(it -> it.answer().completeExceptionally(new ControlException("it ended")));
    ended.accept(code);
  }

  private void hear(String line, Consumer<Report> reports, Consumer<String> log) {
    var report = Report.parse(line);
    var said = Said.parse(line);
    if (report.isPresent()) {
      reports.accept(report.get());
    } else if (said.isPresent() && isAsked(said.get().order())) {
      answered(said.get());
    } else {
      keep(line);
      log.accept(line);
    }
  }

  private boolean isAsked(Order order) {
    return asked.stream().anyMatch(it -> it.order() == order);
  }

  /** A worker of another version may not know what it was asked before. */
  private void answered(Said said) {
    var next = asked.remove();
    while (next.order() != said.order()) {
      next.answer().completeExceptionally(new ControlException("it does not know how"));
      next = asked.remove();
    }
    next.answer().complete(said.words());
  }

  private void keep(String line) {
    synchronized (lines) {
      lines.add(line);
      if (lines.size() > LINES_KEPT) {
        lines.remove();
      }
    }
  }

  /** The last lines that were no reports. */
  String lastWords() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Gives it an order; to be called by one thread. */
  void tell(Order order) {
    try {
      process.getOutputStream().write(order.line().getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException _) {
      // It is gone; its end is heard elsewhere.
    }
  }

  /**
   * Gives it an order that it answers; to be called by one thread. Fails with a {@link
   * ControlException} if it ends instead.
   */
  CompletableFuture<String> ask(Order order) {
    var answer = new CompletableFuture<String>();
    asked.add(new Asked(order, answer));
    tell(order);
    if (!process.isAlive()) {
      answer.completeExceptionally(new ControlException("it ended"));
    }
    return answer;
  }

  void kill() {
    process.destroyForcibly();
  }
}

package combot.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks at a gateway under load each second, and prints a line now and then. */
final class SoakWatch implements Runnable {

  private static final long LOOKS_EVERY_MILLIS = 1_000;

  private final ServerProcess server;
  private final Load load;
  private final int workers;
  private final Duration line;
  private final PrintStream out;
  private final CountDownLatch ends = new CountDownLatch(1);
  private final Set<Child> everSeen = new HashSet<>();
  private final List<Vitals> seen = new ArrayList<>();
  private final long began = System.nanoTime();

  /**
   * @param workers that should be ready
   * @param line how often one is printed
   */
  SoakWatch(ServerProcess server, Load load, int workers, Duration line, PrintStream out) {
    this.server = server;
    this.load = load;
    this.workers = workers;
    this.line = line;
    this.out = out;
    everSeen.addAll(server.children());
  }

  @Override
  public void run() {
    long next = line.toNanos();
    try {
      while (!ends.await(Math.min(LOOKS_EVERY_MILLIS, line.toMillis()), TimeUnit.MILLISECONDS)) {
        everSeen.addAll(server.children());
        if (System.nanoTime() - began >= next) {
          next += line.toNanos();
          look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread that runs this, and looks a last time. */
  void end(Thread thread) throws IOException {
    ends.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted at the end", e);
    }
    look();
  }

  private void look() {
    try {
      var vitals = Vitals.of(server, workers, Duration.ofNanos(System.nanoTime() - began));
      seen.add(vitals);
      tell(vitals);
    } catch (IOException e) {
      out.println("can't be looked at: " + e.getMessage());
    }
  }

  private void tell(Vitals vitals) {
    var at = vitals.at();
    out.printf(
        Locale.ROOT,
        "%d:%02d:%02d  %d conversations, %d failures, %d workers replaced, PSS %.0f MB (%s), level %s%s%n",
        at.toHours(),
        at.toMinutesPart(),
        at.toSecondsPart(),
        load.begun(),
        load.failed(),
        replaced(),
        vitals.pssMegabytes(),
        vitals.memory().entrySet().stream()
            .map(
                e -> String.format(Locale.ROOT, "%s %.0f", e.getKey(), e.getValue().pssMegabytes()))
            .collect(Collectors.joining(", ")),
        vitals.level().map(Enum::name).orElse("unknown"),
        vitals.steady() ? "" : ", workers come and go");
  }

  /** All looks that were told. To be asked when the thread has ended. */
  List<Vitals> seen() {
    return seen;
  }

  /** Workers started beyond those that are needed: recycled ones, and crashed ones. */
  int replaced() {
    return Math.max(0, everSeen.size() - workers);
  }
}

package combot.loadtest;

import java.io.PrintWriter;
import java.time.Duration;

/** One line that changes, in a terminal; else a line now and then. For one thread. */
public final class LiveLine {

  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private long said;

  public LiveLine(PrintWriter out) {
    this.out = out;
  }

  public void show(String line) {
    if (terminal) {
      out.print("\r" + line + "\033[K");
      out.flush();
    } else if (said == 0 || System.nanoTime() - said > NOW_AND_THEN.toNanos()) {
      said = System.nanoTime();
      out.println(line);
      out.flush();
    }
  }

  /** Leaves the terminal's line empty. */
  public void clear() {
    if (terminal) {
      out.print("\r\033[K");
      out.flush();
    }
  }
}

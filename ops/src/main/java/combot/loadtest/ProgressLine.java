package combot.loadtest;

import java.io.PrintWriter;
import java.time.Duration;

/** One line that changes, in a terminal; else a line now and then. */
final class ProgressLine implements Listener {

  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private long said;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void hear(Progress progress) {
    var line = line(progress);
    if (terminal) {
      out.print("\r" + line + "\033[K");
      out.flush();
    } else if (said == 0 || System.nanoTime() - said > NOW_AND_THEN.toNanos()) {
      said = System.nanoTime();
      out.println(line);
      out.flush();
    }
  }

  /** For scripts and people alike. */
  static String line(Progress progress) {
    var stage =
        progress.number() == 0
            ? progress.stage()
            : "%s (%d of %d)".formatted(progress.stage(), progress.number(), progress.of());
    var replies = progress.replies();
    return "%s  %s%s  %d done, %d requests, %d failed%s"
        .formatted(
            stage,
            Figure.time(progress.elapsed()),
            progress.left().map(left -> ", about " + Figure.time(left) + " left").orElse(""),
            progress.conversations(),
            progress.requests(),
            progress.failed(),
            replies.count() == 0
                ? ""
                : ", replies p50 %s p95 %s"
                    .formatted(Figure.millis(replies.p50()), Figure.millis(replies.p95())));
  }

  @Override
  public void end() {
    if (terminal) {
      out.print("\r\033[K");
      out.flush();
    }
  }
}

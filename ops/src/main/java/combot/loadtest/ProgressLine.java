package combot.loadtest;

import java.io.PrintWriter;

/** Tells how a load test goes. */
final class ProgressLine implements Listener {

  private final LiveLine line;

  ProgressLine(PrintWriter out) {
    line = new LiveLine(out);
  }

  @Override
  public void hear(Progress progress) {
    line.show(line(progress));
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
    line.clear();
  }
}

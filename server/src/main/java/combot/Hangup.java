package combot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The signal SIGHUP: "take your configuration anew" or, in a terminal, "your window is gone". */
final class Hangup {

  private static final int BY_SIGNAL = 129;

  private Hangup() {}

  /**
   * Has it call {@code reload}. Where a terminal was there, and is there no more, the process ends
   * as it would have without this.
   */
  static void calls(Runnable reload) {
    boolean inTerminal = hasTerminal();
    Signals.handle(
        "HUP",
        () -> {
          if (inTerminal && !hasTerminal()) {
            System.exit(BY_SIGNAL);
          }
          reload.run();
        });
  }

  private static boolean hasTerminal() {
    try (var _ = Files.newInputStream(Path.of("/dev/tty"))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}

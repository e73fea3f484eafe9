package combot;

import java.io.IOException;
import java.lang.reflect.Proxy;
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
    handle(
        "HUP",
        () -> {
          if (inTerminal && !hasTerminal()) {
            System.exit(BY_SIGNAL);
          }
          reload.run();
        });
  }

  /** By reflection: the compiler's warning of {@code sun.misc.Signal} can't be switched off. */
  private static void handle(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var calling =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM hears no signal " + name, e);
    }
  }

  private static boolean hasTerminal() {
    try (var _ = Files.newInputStream(Path.of("/dev/tty"))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}

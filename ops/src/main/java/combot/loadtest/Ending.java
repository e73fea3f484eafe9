package combot.loadtest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Lets a command that is ended by Ctrl-C or SIGTERM still write its report. */
public final class Ending {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Ending() {}

  /**
   * Does the work; returns its exit code, or ends the process with it if that was asked to end
   * meanwhile.
   *
   * @param work gives the exit code
   * @param stop has the work end soon; called on another thread
   * @param failed exit code where the work does not end in time, or throws
   */
  public static int guard(IntSupplier work, Runnable stop, int failed) {
    var code = new AtomicInteger(failed);
    var done = new CountDownLatch(1);
    var hook =
        new Thread(
            () -> {
              stop.run();
              try {
                if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                  System.err.println("It did not end within " + Figure.time(PATIENCE) + ".");
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(code.get());
            },
            "end of the load test");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      code.set(work.getAsInt());
      return code.get();
    } finally {
      done.countDown();
      removed(hook);
    }
  }

  private static void removed(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // it is at work
    }
  }
}

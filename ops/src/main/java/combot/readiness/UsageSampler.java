package combot.readiness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at the machine four times a second until it is closed. */
final class UsageSampler implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Context context;
  private final String device;
  private final List<Usage> samples = new ArrayList<>();
  private final Thread thread;

  UsageSampler(Context context) {
    this.context = context;
    this.device = Usage.device(context.data()).orElse("");
    this.thread = Thread.ofPlatform().daemon().name("use of the machine").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        samples.add(Usage.read(context.root(), device, context.clock().instant()));
        Thread.sleep(EVERY);
      }
    } catch (IOException e) {
      // no Linux: what was not sampled is told as not measured
    } catch (InterruptedException e) {
      // it was closed
    }
  }

  /** Ends it; gives all that was seen. */
  List<Usage> end() {
    close();
    return List.copyOf(samples);
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package combot.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A model that thinks about the first question until it is closed, and answers others at once. */
final class Held implements Supplier<Duration>, AutoCloseable {

  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @Override
  public Duration get() {
    if (asked.getAndIncrement() == 0) {
      try {
        released.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Duration.ZERO;
  }

  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    released.countDown();
  }
}

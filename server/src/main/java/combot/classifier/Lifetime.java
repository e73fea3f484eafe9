package combot.classifier;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets many threads use what must be freed once: {@link #close} waits for the uses that run, and
 * later uses are refused. Native memory that is read after it was freed takes the whole process
 * with it, so that every native call goes through here.
 */
final class Lifetime {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final String name;
  private boolean closed;

  Lifetime(String name) {
    this.name = name;
  }

  /** Runs {@code use}; throws {@link IllegalStateException} once closed. */
  <T> T use(Supplier<T> use) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("classifier " + name + " is closed");
      }
      return use.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Runs {@code free} after the last use has ended; the second time nothing. */
  void close(Runnable free) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}

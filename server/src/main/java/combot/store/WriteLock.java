package combot.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Orders the write transactions on one SQLite file: one at a time on the whole machine.
 *
 * <p>Between processes it is an operating-system lock on a side file. Such a lock belongs to the
 * process, and closing any of the process's channels on the file releases it; so within a process,
 * whoever locks or closes holds an ordinary lock of that file as well.
 */
final class WriteLock implements AutoCloseable {

  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  /**
   * For so long whoever waited for another process lets it come first. The system wakes who waits,
   * but does not give the lock to them: who comes back at once has it again, over and over.
   */
  private static final long PASS_NANOS = 100_000;

  private final ReentrantLock inProcess;
  private final FileChannel file;
  private long passUntil = System.nanoTime();

  /**
   * @param path of the side file, which is created where it does not exist
   */
  WriteLock(Path path) throws IOException {
    this.inProcess =
        IN_PROCESS.computeIfAbsent(path.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Runs {@code work} while nobody else on this machine holds the lock; waits for that. */
  void hold(Runnable work) throws IOException {
    inProcess.lock();
    try {
      LockSupport.parkNanos(passUntil - System.nanoTime());
      var free = file.tryLock();
      try (var _ = free == null ? file.lock() : free) {
        work.run();
      }
      passUntil = System.nanoTime() + (free == null ? PASS_NANOS : 0);
    } finally {
      inProcess.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    inProcess.lock();
    try {
      file.close();
    } finally {
      inProcess.unlock();
    }
  }
}

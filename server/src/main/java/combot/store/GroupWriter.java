package combot.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes to a SQLite file: one thread commits together what waits, so that many callers share one
 * fsync.
 *
 * <p>Should a piece of work fail, what was to be committed with it is taken back and done again,
 * each piece by itself: so a failing one harms no other, and none needs a savepoint. A caller
 * returns after the commit that holds its work. A {@link WriteLock} orders the transactions of
 * several writers on one file: SQLite's own busy handler sleeps and starves (waits of seconds were
 * measured).
 */
final class GroupWriter implements AutoCloseable {

  private static final int WAITING_AT_MOST = 10_000;
  private static final int TOGETHER_AT_MOST = 1_024;

  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final Handle handle;
  private final WriteLock lock;
  private final Duration patience;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param lock held for each transaction; closed with this writer
   * @param patience how long a caller waits for its commit
   */
  GroupWriter(Jdbi jdbi, WriteLock lock, Duration patience) {
    this.handle = jdbi.open();
    handle.execute("pragma cache_size = -8192");
    this.lock = lock;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  /**
   * Runs {@code work} in a transaction and returns after its commit.
   *
   * @throws StoreException if it failed, or was not done in time: then it may still be committed
   */
  <T> T write(Function<Handle, T> work) {
    var job = new Job<>(work, new CompletableFuture<T>());
    try {
      if (closed || !queue.offer(job, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreException(closed ? "the store is closed" : "too many writes wait", null);
      }
      if (closed && queue.remove(job)) {
        throw new StoreException("the store is closed", null);
      }
      return job.done().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StoreException("the write failed: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      queue.remove(job);
      throw new StoreException("the write was not done within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while a write waited", e);
    }
  }

  private void run() {
    var batch = new ArrayList<Job<?>>(TOGETHER_AT_MOST);
    while (!closed || !queue.isEmpty()) {
      try {
        var first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, TOGETHER_AT_MOST - 1);
        commit(batch);
      } catch (InterruptedException e) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
  }

  /** Whatever happens, this thread lives on and every caller is told. */
  private void commit(List<Job<?>> batch) {
    try {
      lock.hold(() -> {
        handle.begin();
        batch.forEach(job -> job.run(handle));
        handle.commit();
      });
      batch.forEach(Job::succeed);
    } catch (IOException | RuntimeException | Error e) {
      rollback(e);
      if (batch.size() == 1) {
        batch.getFirst().fail(e);
      } else {
        batch.forEach(job -> commit(List.of(job)));
      }
    }
  }

  private void rollback(Throwable cause) {
    try {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Commits what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
      handle.close();
      lock.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new StoreException("could not close the lock file", e);
    }
  }

  private static final class Job<T> {
    private final Function<Handle, T> work;
    private final CompletableFuture<T> done;
    private T result;

    Job(Function<Handle, T> work, CompletableFuture<T> done) {
      this.work = work;
      this.done = done;
    }

    CompletableFuture<T> done() {
      return done;
    }

    void run(Handle handle) {
      result = work.apply(handle);
    }

    void succeed() {
      done.complete(result);
    }

    void fail(Throwable e) {
      done.completeExceptionally(e);
    }
  }
}

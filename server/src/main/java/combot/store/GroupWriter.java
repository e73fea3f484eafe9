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
  private final Jdbi jdbi;
  private final WriteLock lock;
  private final Duration patience;
  private final Thread thread;
  private volatile boolean closed;

  /** Whether the last piece of work failed or was late, for whatever reason. */
  private volatile boolean suspect;

  /** The writer thread's own, as is the next. */
  private Handle handle;

  private boolean committed;

  /**
   * @param lock held for each transaction; closed with this writer
   * @param patience how long a caller waits for its commit
   */
  GroupWriter(Jdbi jdbi, WriteLock lock, Duration patience) {
    this.jdbi = jdbi;
    this.handle = open();
    this.lock = lock;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  private Handle open() {
    var opened = jdbi.open();
    opened.execute("pragma cache_size = -8192");
    return opened;
  }

  /** Whether the last piece of work failed or was late; that says little of the next. */
  boolean isSuspect() {
    return suspect;
  }

  /**
   * Runs {@code work} in a transaction and returns after its commit.
   *
   * @throws StoreException if it failed, or was not done in time: then it may still be committed
   */
  <T> T write(Function<Handle, T> work) {
    var job = new Job<>(work, new CompletableFuture<T>());
    long until = System.nanoTime() + patience.toNanos();
    try {
      if (closed || !queue.offer(job, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreException(closed ? "the store is closed" : "too many writes wait", null);
      }
      if (closed && queue.remove(job)) {
        throw new StoreException("the store is closed", null);
      }
      return job.done().get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new StoreException("the write failed: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      queue.remove(job);
      suspect = true;
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
    committed = false;
    try {
      lock.hold(() -> {
        handle.begin();
        batch.forEach(job -> job.run(handle));
        handle.commit();
        committed = true;
      });
    } catch (IOException | RuntimeException | Error e) {
      // Where only the lock could not be given back, all is durable, and not to be done again.
      if (!committed) {
        undo(e);
        redo(batch, e);
        return;
      }
    }
    suspect = false;
    batch.forEach(Job::succeed);
  }

  private void redo(List<Job<?>> batch, Throwable cause) {
    if (batch.size() == 1) {
      suspect = true;
      batch.getFirst().fail(cause);
    } else {
      batch.forEach(job -> commit(List.of(job)));
    }
  }

  /** Takes back what was done, with a new connection if this one can't. */
  private void undo(Throwable cause) {
    try {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      reopen(cause);
    }
  }

  private void reopen(Throwable cause) {
    try (var _ = handle) {
      handle = open();
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

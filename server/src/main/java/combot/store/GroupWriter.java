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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Writes one piece after the other: one thread commits together what waits, so that many callers
 * share one fsync.
 *
 * <p>Should a piece of work fail, what was to be committed with it is taken back and done again,
 * each piece by itself: so a failing one harms no other, and none needs a savepoint. A caller
 * returns after the commit that holds its work.
 */
final class GroupWriter implements Writer {

  private static final int WAITING_AT_MOST = 10_000;
  private static final int TOGETHER_AT_MOST = 1_024;

  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final Transactions transactions;
  private final Duration patience;
  private final Thread thread;
  private volatile boolean closed;

  /** Whether the last piece of work failed or was late, for whatever reason. */
  private volatile boolean suspect;

  /**
   * @param transactions closed with this writer
   * @param patience how long a caller waits for its commit
   */
  GroupWriter(Transactions transactions, Duration patience) {
    this.transactions = transactions;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  @Override
  public boolean isSuspect() {
    return suspect;
  }

  /** As all work here is done: one piece after the other. */
  @Override
  public <T> T writeAlone(Function<Handle, T> work) {
    return write(work);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
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
        commit(batch, this::whatWaits);
      } catch (InterruptedException e) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
  }

  /** Taken in a transaction, so that who came while another process held the lock is with it. */
  private void whatWaits(List<Job<?>> batch) {
    queue.drainTo(batch, TOGETHER_AT_MOST - batch.size());
  }

  /**
   * Whatever happens, this thread lives on and every caller is told.
   *
   * @param joined adds to the batch, once
   */
  private void commit(List<Job<?>> batch, Consumer<List<Job<?>>> joined) {
    try {
      transactions.run(handle -> {
        joined.accept(batch);
        batch.forEach(job -> job.run(handle));
      });
    } catch (IOException | RuntimeException | Error e) {
      fail(batch, e);
      return;
    }
    suspect = false;
    batch.forEach(Job::succeed);
  }

  private void fail(List<Job<?>> batch, Throwable cause) {
    if (batch.size() > 1 && transactions.isWorthAnotherTry(cause)) {
      batch.forEach(job -> commit(List.of(job), _ -> {}));
    } else {
      suspect = true;
      batch.forEach(job -> job.fail(cause));
    }
  }

  /** Commits what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
      transactions.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new StoreException("could not close the database's files", e);
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

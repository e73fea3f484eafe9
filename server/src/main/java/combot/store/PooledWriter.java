package combot.store;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes to PostgreSQL: each piece of work is a transaction on a connection of the pool.
 *
 * <p>What is to be done alone holds an advisory lock until the commit. Within a process such work
 * is committed together, so that a crowd takes one connection and waits for few commits.
 */
final class PooledWriter implements Writer {

  /**
   * Taken back by the server, and fit to be done again: serialisation failure, deadlock, and a
   * unique key that another transaction has put there meanwhile, whose row is found then.
   */
  private static final Set<String> AGAIN = Set.of("40001", "40P01", "23505");

  private static final int TRIES = 5;
  private static final int ALL = Integer.MAX_VALUE;

  private final Jdbi jdbi;
  private final Duration patience;
  private final GroupWriter alone;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A permit for each piece of work; closing takes all. */
  private final Semaphore writing = new Semaphore(ALL);

  private volatile boolean suspect;

  /**
   * @param patience how long work is tried, and how long a caller waits who writes alone
   */
  PooledWriter(Jdbi jdbi, Duration patience) {
    this.jdbi = jdbi;
    this.patience = patience;
    this.alone = new GroupWriter(new Alone(), patience);
  }

  @Override
  public boolean isSuspect() {
    return suspect || alone.isSuspect();
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    if (closed.get() || !writing.tryAcquire()) {
      throw new StoreException("the store is closed", null);
    }
    try {
      var result = commit(work);
      suspect = false;
      return result;
    } catch (RuntimeException e) {
      suspect = true;
      throw new StoreException("the write failed: " + e.getMessage(), e);
    } finally {
      writing.release();
    }
  }

  @Override
  public <T> T writeAlone(Function<Handle, T> work) {
    return alone.write(work);
  }

  private <T> T commit(Function<Handle, T> work) {
    long begun = System.nanoTime();
    for (int tries = 1; ; tries++) {
      try {
        return jdbi.inTransaction(work::apply);
      } catch (RuntimeException e) {
        boolean late = System.nanoTime() - begun > patience.toNanos();
        if (late || tries == TRIES || !AGAIN.contains(PostgresServer.stateOf(e))) {
          throw e;
        }
      }
    }
  }

  /** Transactions that hold the lock. */
  private final class Alone implements Transactions {

    @Override
    public void run(Consumer<Handle> work) {
      commit(handle -> {
        handle.execute(PostgresServer.LOCK);
        work.accept(handle);
        return true;
      });
    }

    /**
     * Not where the connection broke or a wait was too long: each would wait as long for itself,
     * and the commit may be in doubt.
     */
    @Override
    public boolean isWorthAnotherTry(Throwable failure) {
      var state = PostgresServer.stateOf(failure);
      return !(failure instanceof ConnectionException)
          && Stream.of("08", "57", "55P03").noneMatch(state::startsWith);
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      alone.close();
      writing.acquireUninterruptibly(ALL);
    }
  }
}

package combot.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Transactions on a SQLite file, on a connection of their own. A {@link WriteLock} orders those of
 * several writers: SQLite's own busy handler sleeps and starves (waits of seconds were measured).
 */
final class SqliteTransactions implements Transactions {

  private final Jdbi jdbi;
  private final WriteLock lock;
  private Handle handle;
  private boolean committed;

  /**
   * @param lock held for each transaction; closed with this
   */
  SqliteTransactions(Jdbi jdbi, WriteLock lock) {
    this.jdbi = jdbi;
    this.lock = lock;
    this.handle = open();
  }

  private Handle open() {
    var opened = jdbi.open();
    opened.execute("pragma cache_size = -8192");
    return opened;
  }

  @Override
  public void run(Consumer<Handle> work) throws IOException {
    committed = false;
    try {
      lock.hold(() -> {
        handle.begin();
        work.accept(handle);
        handle.commit();
        committed = true;
      });
    } catch (IOException | RuntimeException | Error e) {
      // Where only the lock could not be given back, all is durable, and not to be done again.
      if (!committed) {
        undo(e);
        throw e;
      }
    }
  }

  @Override
  public boolean isWorthAnotherTry(Throwable failure) {
    return true;
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

  @Override
  public void close() throws IOException {
    handle.close();
    lock.close();
  }
}

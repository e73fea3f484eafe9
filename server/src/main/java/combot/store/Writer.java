package combot.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * How writes are committed. Safe for use by many threads.
 *
 * <p>Work may be done more than once, until it is committed once; so it has no effect but on its
 * handle.
 */
interface Writer extends AutoCloseable {

  /**
   * Runs {@code work} in a transaction and returns after its commit.
   *
   * @throws StoreException if it failed, or was not done in time: then it may still be committed
   */
  <T> T write(Function<Handle, T> work);

  /**
   * As {@link #write}, while nobody else does so, in any process: for what looks first and writes
   * by what it found.
   */
  <T> T writeAlone(Function<Handle, T> work);

  /** Whether the last piece of work failed or was late; that says little of the next. */
  boolean isSuspect();

  /** Whether writes succeed: known from the last one, and tried where that failed. */
  default boolean isWritable() {
    if (!isSuspect()) {
      return true;
    }
    try {
      write(handle -> handle.execute("update study_version set first_seen_at = first_seen_at"));
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  /** Waits for the writes that are under way. */
  @Override
  void close();
}

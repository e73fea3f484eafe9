package combot.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What a {@link GroupWriter} commits with. For one thread. */
interface Transactions extends AutoCloseable {

  /**
   * Runs {@code work} while nobody else does so on the same database, in any process, and returns
   * after the commit. Whatever it throws, the next call begins anew.
   */
  void run(Consumer<Handle> work) throws IOException;

  /** Whether parts of the work may succeed where the whole failed like this. */
  boolean isWorthAnotherTry(Throwable failure);

  @Override
  void close() throws IOException;
}

package combot.bench;

import java.util.Optional;

/** Who comes to the server, and who hears how it went. Called by the loop's one thread. */
interface Crowd {

  /** All are connected; the first requests go out next. */
  void begins(long nanoTime);

  /** The next script for a connection that is free; empty when nobody follows on it. */
  Optional<Script> next(long nanoTime);

  /** A request was answered as it should be, {@code nanos} after it began to be sent. */
  void succeeded(Kind kind, long nanos, long nanoTime);

  /**
   * A request was answered wrongly or not at all; its script was given up.
   *
   * @param excerpt of the answer, or empty
   */
  void failed(Kind kind, String why, String excerpt, long nanoTime);
}

package combot.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Holds many connections with one thread: each sends a request as soon as the one before is
 * answered (closed loop), or a while after. A connection is one participant.
 *
 * <p>Written on plain NIO because the generator shares two cores with the server it measures: every
 * microsecond it takes is one that the server doesn't get.
 */
final class Loop {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOKS_EVERY_MILLIS = 500;
  private static final long RESUMES_EVERY_MILLIS = 10;

  private final InetSocketAddress server;
  private final Crowd crowd;
  private final LongSupplier think;
  private final boolean thinks;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

  /** Without think times. */
  Loop(InetSocketAddress server, Crowd crowd) {
    this(server, crowd, () -> 0, false);
  }

  /**
   * @param think draws the nanoseconds from an answer to the next request; they are kept to 10 ms
   */
  Loop(InetSocketAddress server, Crowd crowd, LongSupplier think) {
    this(server, crowd, think, true);
  }

  private Loop(InetSocketAddress server, Crowd crowd, LongSupplier think, boolean thinks) {
    this.server = server;
    this.crowd = crowd;
    this.think = think;
    this.thinks = thinks;
  }

  /**
   * Runs until nobody follows on any of {@code connections}.
   *
   * @throws IOException if the server can't be connected to
   */
  void run(int connections) throws IOException {
    var all = new ArrayList<Connection>(connections);
    try (var selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        all.add(new Connection(server, selector, buffer, crowd, think));
      }
      crowd.begins(System.nanoTime());
      for (var connection : all) {
        connection.proceed(System.nanoTime());
      }
      serve(selector, all);
    } finally {
      for (var connection : all) {
        connection.close();
      }
    }
  }

  private void serve(Selector selector, List<Connection> all) throws IOException {
    long looked = System.nanoTime();
    while (all.stream().anyMatch(Connection::isOpen)) {
      selector.select(Loop::ready, thinks ? RESUMES_EVERY_MILLIS : LOOKS_EVERY_MILLIS);
      long now = System.nanoTime();
      if (thinks) {
        all.forEach(connection -> connection.resume(now));
      }
      if (now - looked > LOOKS_EVERY_MILLIS * 1_000_000) {
        looked = now;
        for (var connection : all) {
          connection.giveUp(now, PATIENCE);
        }
      }
    }
  }

  private static void ready(SelectionKey key) {
    if (key.isValid()) {
      ((Connection) key.attachment()).ready();
    }
  }
}

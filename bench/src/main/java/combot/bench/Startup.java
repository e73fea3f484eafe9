package combot.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a server took to its first answers.
 *
 * @param opened seconds from its start to the first conversation opened
 * @param classified seconds from its start to the first reply to a message that had to be
 *     classified
 */
record Startup(double opened, double classified) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Waits for a server that was just started, and holds one whole conversation with it.
   *
   * @throws IOException if it ends or does not answer as it should
   */
  static Startup of(ServerProcess server, Script conversation) throws IOException {
    server.await("it is ready", PATIENCE, server::isReady);
    return since(server.startedAt(), server.address(), conversation);
  }

  /** Holds one whole conversation, and times its first answers from {@code begin} on. */
  static Startup since(long begin, InetSocketAddress server, Script conversation)
      throws IOException {
    var first = new First(conversation);
    new Loop(server, first).run(1);
    if (!first.wrong.isEmpty()) {
      throw new IOException("the server's first answers were wrong: " + first.wrong);
    }
    return new Startup((first.openedAt - begin) / 1e9, (first.classifiedAt - begin) / 1e9);
  }

  private static final class First implements Crowd {
    private Optional<Script> script;
    private String wrong = "";
    private long openedAt;
    private long classifiedAt;

    First(Script script) {
      this.script = Optional.of(script);
    }

    @Override
    public void begins(long nanoTime) {}

    @Override
    public Optional<Script> next(long nanoTime) {
      var next = script;
      script = Optional.empty();
      return next;
    }

    @Override
    public void succeeded(Kind kind, long nanos, long nanoTime) {
      switch (kind) {
        case OPEN -> openedAt = nanoTime;
        case FIRST -> classifiedAt = nanoTime;
        case BARE, TURN, CLOSING, CONTACT -> {}
      }
    }

    @Override
    public void failed(Kind kind, String why, String excerpt, long nanoTime) {
      wrong = kind + ": " + why + " " + excerpt;
    }
  }
}

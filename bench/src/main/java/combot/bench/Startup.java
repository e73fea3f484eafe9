package combot.bench;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/**
 * How long a worker took to its first answers.
 *
 * @param opened seconds from its start to the first conversation opened
 * @param classified seconds from its start to the first reply to a message that had to be
 *     classified
 */
record Startup(double opened, double classified) {

  private static final long PATIENCE_NANOS = 120_000_000_000L;

  /**
   * Waits for a worker that was just started, and holds one whole conversation with it.
   *
   * @throws IOException if it ends or does not answer as it should
   */
  static Startup of(WorkerProcess worker, Script conversation) throws IOException {
    awaitPort(worker);
    var first = new First(conversation);
    new Loop(worker.address(), first).run(1);
    if (!first.wrong.isEmpty()) {
      throw new IOException("the worker's first answers were wrong: " + first.wrong);
    }
    return new Startup(
        (first.openedAt - worker.startedAt()) / 1e9,
        (first.classifiedAt - worker.startedAt()) / 1e9);
  }

  private static void awaitPort(WorkerProcess worker) throws IOException {
    while (true) {
      worker.check();
      try (var _ = new Socket(worker.address().getAddress(), worker.address().getPort())) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() - worker.startedAt() > PATIENCE_NANOS) {
          throw new IOException("the worker took no connection within two minutes", e);
        }
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the worker started", e);
    }
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

package combot.gateway;

import combot.control.ControlException;
import combot.control.ControlSocket;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * The gateway and its workers. For one thread, but for {@link #stop}.
 *
 * <p>A request is answered by any worker. As long as one is alive, or comes alive within the time
 * for which requests are held, no request is lost with the worker that had it.
 */
public final class Gateway {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  /** The longest that a turn takes, and a little. */
  private static final Duration DRAIN = Duration.ofSeconds(35);

  private final Setup setup;
  private final Proxy proxy = new Proxy(Limits.DEFAULT);
  private final Supervisor supervisor;
  private final Workers workers;
  private volatile Program program;
  private volatile boolean runs;

  /**
   * What an operator sets.
   *
   * @param workers that are to be ready, 1 or more
   * @param recycleAfter conversations begun, before a worker is replaced; 0: never for that reason
   * @param recycleInterval between one replacement and the next
   * @param data folder beside which it can be asked things, as {@link ControlSocket} does
   * @param program that workers are started from
   * @param about what is told of this installation when its status is asked for
   */
  public record Setup(
      InetSocketAddress address,
      int workers,
      int recycleAfter,
      Duration recycleInterval,
      Path data,
      Program program,
      Map<String, Object> about) {

    public Setup {
      about = Map.copyOf(about);
    }
  }

  /**
   * A gateway that does nothing yet.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Gateway(Setup setup, Workers workers) {
    this.setup = setup;
    this.workers = workers;
    this.program = setup.program();
    var policy = Policy.of(setup.workers(), setup.recycleAfter(), setup.recycleInterval());
    supervisor = new Supervisor(policy, workers.command(program), proxy::ready, Gateway::log);
  }

  /**
   * Runs until {@link #stop}, or until no worker can be kept alive.
   *
   * @param ready hears the port when all workers are ready
   * @return exit code: 0 after a stop, 1 where it gave up
   * @throws CompletionException if the port can't be had
   * @throws ControlException if another gateway serves from the same data folder
   */
  public int run(IntConsumer ready) {
    var status = new Status(new JsonObject(setup.about()), setup.workers(), supervisor, proxy);
    try (var _ =
        ControlSocket.open(
            setup.data(), new Operator(supervisor, status, this::roll, this::stop))) {
      int port = proxy.listen(setup.address()).join();
      supervisor.allReady().thenRun(() -> ready.accept(port));
      supervisor.start();
      runs = true;
      return supervisor.ended().join();
    } finally {
      runs = false;
      proxy.close().join();
    }
  }

  /** Replaces all workers, so that they take studies and configuration as these are now. */
  public void reload() {
    roll(Optional.empty(), "reload")
        .whenComplete(
            (_, failure) -> log(failure == null ? "reloaded" : "not reloaded: " + said(failure)));
  }

  private static String said(Throwable failure) {
    return failure instanceof CompletionException ? said(failure.getCause()) : failure.getMessage();
  }

  private CompletableFuture<Void> roll(Optional<Program> other, String why) {
    var next = other.orElse(program);
    try {
      return supervisor.replaceBy(workers.command(next), why).thenRun(() -> program = next);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(new ControlException(e.getMessage()));
    }
  }

  /** Answers what is under way, then ends all workers. Returns at once where none runs. */
  public void stop() {
    if (!runs) {
      return;
    }
    try {
      proxy.drain().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      log("some requests were not answered within " + DRAIN.toSeconds() + " s");
    } catch (Exception e) {
      log("the last requests can't be waited for: " + e);
    }
    supervisor.stop();
    supervisor.ended().exceptionally(_ -> 1).join();
  }

  private static void log(String line) {
    System.out.println(
        TIME.format(LocalDateTime.now().truncatedTo(ChronoUnit.MILLIS)) + " " + line);
  }
}

package combot.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  /**
   * What an operator sets.
   *
   * @param workers that are to be ready, 1 or more
   * @param recycleAfter conversations begun, before a worker is replaced; 0: never for that reason
   * @param recycleInterval between one replacement and the next
   * @param command that starts a worker on a loopback port of its choice, tied to its standard
   *     input and output as {@link Report} says
   */
  public record Setup(
      InetSocketAddress address,
      int workers,
      int recycleAfter,
      Duration recycleInterval,
      List<String> command) {

    public Setup {
      command = List.copyOf(command);
    }
  }

  /**
   * A gateway that does nothing yet.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Gateway(Setup setup) {
    this.setup = setup;
    var policy = Policy.of(setup.workers(), setup.recycleAfter(), setup.recycleInterval());
    supervisor = new Supervisor(policy, setup.command(), proxy::ready, Gateway::log);
  }

  /**
   * Runs until {@link #stop}, or until no worker can be kept alive.
   *
   * @param ready hears the port when the first worker is ready
   * @return exit code: 0 after a stop, 1 where it gave up
   * @throws CompletionException if the port can't be had
   */
  public int run(IntConsumer ready) {
    try {
      int port = proxy.listen(setup.address()).join();
      supervisor.firstReady().thenRun(() -> ready.accept(port));
      supervisor.start();
      return supervisor.ended().join();
    } finally {
      proxy.close().join();
    }
  }

  /** Answers what is under way, then ends all workers. Returns at once where that is done. */
  public void stop() {
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

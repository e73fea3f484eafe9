package combot.gateway;

import combot.gateway.Member.Stage;
import combot.log.Log;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The gateway and its workers. For one thread, but for {@link #stop}.
 *
 * <p>A request is answered by any worker. As long as one is alive, or comes alive within the time
 * for which requests are held, no request is lost with the worker that had it.
 */
public final class Gateway {

  /** The longest that a turn takes, and a little. */
  private static final Duration DRAIN = Duration.ofSeconds(35);

  private final Setup setup;
  private final Log log;
  private final Proxy proxy;
  private final Supervisor supervisor;
  private final Service service;
  private final AtomicBoolean serves = new AtomicBoolean();

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
   * @param logsRequests whether each has a line in the log
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Gateway(Setup setup, Log log, boolean logsRequests) {
    this.setup = setup;
    this.log = log;
    proxy = new Proxy(Limits.DEFAULT, new AccessLog(log, logsRequests));
    var policy = Policy.of(setup.workers(), setup.recycleAfter(), setup.recycleInterval());
    supervisor = new Supervisor(policy, setup.command(), this::ready, log);
    service = new Service(System.getenv(), this::state, log::warn);
  }

  private void ready(List<Upstream> workers) {
    proxy.ready(workers);
    if (!workers.isEmpty() && serves.compareAndSet(false, true)) {
      service.ready();
    }
  }

  /** In a sentence, once both loops have turned. */
  private CompletableFuture<String> state() {
    return supervisor
        .fleet()
        .thenCombine(
            proxy.underWay(),
            (fleet, underWay) ->
                "%d of %d workers ready, %d conversations begun, %d requests under way"
                    .formatted(
                        fleet.in(Stage.READY).size(),
                        setup.workers(),
                        fleet.members().stream()
                            .mapToLong(member -> member.report().conversations())
                            .sum(),
                        underWay));
  }

  /**
   * Runs until {@link #stop}, or until no worker can be kept alive.
   *
   * @param ready hears the port when all workers are ready
   * @return exit code: 0 after a stop, 1 where it gave up
   * @throws CompletionException if the port can't be had
   */
  public int run(IntConsumer ready) {
    try {
      int port = proxy.listen(setup.address()).join();
      supervisor.allReady().thenRun(() -> ready.accept(port));
      supervisor.start();
      service.start();
      return supervisor.ended().join();
    } finally {
      service.close();
      proxy.close().join();
    }
  }

  /** Answers what is under way, then ends all workers. Returns at once where that is done. */
  public void stop() {
    service.stopping(DRAIN);
    try {
      proxy.drain().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      log.warn("some requests were not answered within " + DRAIN.toSeconds() + " s");
    } catch (Exception e) {
      log.warn("the last requests can't be waited for: " + e);
    }
    service.stopping(DRAIN.plus(DRAIN));
    supervisor.stop();
    supervisor.ended().exceptionally(_ -> 1).join();
  }
}

package combot.gateway;

import combot.control.ControlException;
import combot.control.ControlSocket;
import combot.gateway.Member.Stage;
import combot.log.Log;
import combot.metrics.JavaProcess;
import combot.metrics.Readers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The gateway and its workers. For one thread, but for {@link #stop}.
 *
 * <p>A request is answered by any worker. As long as one is alive, or comes alive within the time
 * for which requests are held, no request is lost with the worker that had it.
 */
public final class Gateway {

  /** The longest that a turn takes, and a little. */
  private static final Duration DRAIN = Duration.ofSeconds(35);

  /** For what is told besides. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Setup setup;
  private final Log log;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Proxy proxy;
  private final Supervisor supervisor;
  private final Workers workers;
  private final Service service;
  private final AtomicBoolean serves = new AtomicBoolean();
  private volatile Program program;
  private volatile Workers.Start start;
  private volatile boolean runs;

  /**
   * What an operator sets.
   *
   * @param version of Combot
   * @param workers that are to be ready, 1 or more
   * @param recycleAfter conversations begun, before a worker is replaced; 0: never for that reason
   * @param recycleInterval between one replacement and the next
   * @param data folder beside which it can be asked things, as {@link ControlSocket} does
   * @param program that workers are started from
   * @param about what is told of this installation when its status is asked for
   */
  public record Setup(
      String version,
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
   * @param logsRequests whether each has a line in the log
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Gateway(Setup setup, Workers workers, Log log, boolean logsRequests) {
    this.setup = setup;
    this.workers = workers;
    this.program = setup.program();
    this.log = log;
    proxy =
        new Proxy(
            Limits.DEFAULT,
            setup.workers(),
            Readers.ofEnvironment(),
            registry,
            new AccessLog(log, logsRequests));
    var policy = Policy.of(setup.workers(), setup.recycleAfter(), setup.recycleInterval());
    start = workers.start(program);
    supervisor = new Supervisor(policy, start.words(), this::ready, log);
    supervisor.turnover().bindTo(registry, setup.workers());
    JavaProcess.bindTo(registry, setup.version());
    service = new Service(System.getenv(), this::state, log::warn);
  }

  private void ready() {
    if (serves.get()) {
      service.ready();
    }
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
        .look()
        .thenApply(Snapshot::fleet)
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
   * @param ready hears the port when the first worker is ready
   * @return exit code: 0 after a stop, 1 where it gave up
   * @throws CompletionException if the port can't be had
   * @throws ControlException if another gateway serves from the same data folder
   */
  public int run(IntConsumer ready) {
    var status =
        new Status(
            new JsonObject().put("version", setup.version()).mergeIn(new JsonObject(setup.about())),
            setup.workers(),
            supervisor,
            proxy);
    try (var _ =
        ControlSocket.open(
            setup.data(), new Operator(supervisor, status, this::roll, this::stop))) {
      int port = proxy.listen(setup.address()).join();
      supervisor.firstReady().thenRun(() -> ready.accept(port));
      supervisor.start();
      service.start();
      runs = true;
      return supervisor.ended().join();
    } finally {
      runs = false;
      service.close();
      proxy.close().join();
    }
  }

  /** Replaces all workers, so that they take studies and configuration as these are now. */
  public void reload() {
    roll(Optional.empty(), "reload")
        .whenComplete((news, failure) -> {
          if (failure == null) {
            news.forEach(log::info);
            log.info("reloaded");
          } else {
            log.error("not reloaded: " + said(failure));
          }
        });
  }

  private static String said(Throwable failure) {
    return failure instanceof CompletionException ? said(failure.getCause()) : failure.getMessage();
  }

  private CompletableFuture<List<String>> roll(Optional<Program> other, String why) {
    var next = other.orElse(program);
    if (serves.get()) {
      service.reloading();
    }
    return startOf(next)
        .thenCompose(now -> supervisor.replaceBy(now.words(), why).thenApply(_ -> taken(next, now)))
        .whenComplete((_, _) -> ready())
        .thenCompose(this::withWhatIsUnderWay);
  }

  private List<String> taken(Program next, Workers.Start now) {
    var news = workers.news(start, now);
    program = next;
    start = now;
    return news;
  }

  /** Any worker knows it. */
  private CompletableFuture<List<String>> withWhatIsUnderWay(List<String> news) {
    if (news.isEmpty()) {
      return CompletableFuture.completedFuture(news);
    }
    return supervisor
        .askAny(Order.UNSERVED)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> "no worker says what is under way in it")
        .thenApply(words -> Stream.concat(news.stream(), Stream.of(words)).toList());
  }

  private CompletableFuture<Workers.Start> startOf(Program next) {
    try {
      return CompletableFuture.completedFuture(workers.start(next));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(new ControlException(e.getMessage()));
    }
  }

  /** Answers what is under way, then ends all workers. Returns at once where none runs. */
  public void stop() {
    if (!runs) {
      return;
    }
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

package combot.gateway;

import combot.gateway.Questions.Told;
import combot.metrics.Readers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Listens, and sends each request to a worker. One event loop does all of it; the methods may be
 * called from any thread.
 */
final class Proxy {

  private static final int BACKLOG = 1_024;
  private static final int CONNECTIONS_TO_A_WORKER = 2_048;
  private static final int HEAD_BYTES = 20 << 10;
  private static final Duration CLIENT_IDLE = Duration.ofSeconds(90);

  private final Vertx vertx;
  private final Context loop;
  private final Exchange.Shared shared;
  private final Readers readers;
  private final Questions questions;
  private final MergedMetrics metrics;
  private final Health health;
  private HttpServer server;
  private boolean stopping;

  /**
   * @param workers that should be ready
   * @param readers who may read the metrics
   * @param registry of the gateway's own metrics; those of requests are added
   */
  Proxy(
      Limits limits, int workers, Readers readers, PrometheusRegistry registry, AccessLog access) {
    this.readers = readers;
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    loop = vertx.getOrCreateContext();
    var client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_TO_A_WORKER)
                .setMaxHeaderSize(HEAD_BYTES)
                .setConnectTimeout(2_000));
    shared =
        new Exchange.Shared(
            vertx, client, new Upstreams(), limits, new Exchange.Load(), access, new Counts());
    shared.counts().bindTo(registry);
    questions = new Questions(client);
    metrics = new MergedMetrics(vertx, questions, registry);
    health = new Health(questions, workers);
  }

  /** Listens; completes with the port. */
  CompletableFuture<Integer> listen(InetSocketAddress address) {
    return onLoop(() -> {
      server =
          vertx.createHttpServer(
              new HttpServerOptions()
                  .setHost(address.getAddress().getHostAddress())
                  .setPort(address.getPort())
                  .setAcceptBacklog(BACKLOG)
                  .setMaxHeaderSize(HEAD_BYTES)
                  .setHandle100ContinueAutomatically(true)
                  .setHttp2ClearTextEnabled(false)
                  .setIdleTimeout((int) CLIENT_IDLE.toSeconds()));
      return server.requestHandler(this::handle).listen().map(HttpServer::actualPort);
    });
  }

  private void handle(HttpServerRequest request) {
    if (Health.isForLife(request)) {
      health.answer(request, List.of());
    } else if (stopping) {
      shared.counts().refused(Refusal.STOPPING);
      Refusal.STOPPING.send(request);
    } else if (Health.isAsked(request)) {
      health.answer(request, shared.upstreams().ready());
    } else if (isForMetrics(request) && readers.admit(request)) {
      shared.counts().load(shared.load().requests(), shared.upstreams().waiting());
      metrics.answer(request, shared.upstreams().ready());
    } else {
      // Workers take what is passed on for somebody else's, and tell no metrics.
      new Exchange(shared, request).begin();
    }
  }

  private static boolean isForMetrics(HttpServerRequest request) {
    return request.method() == HttpMethod.GET && "/metrics".equals(request.path());
  }

  /** These workers take requests from now on, and no others. */
  void ready(List<Upstream> workers) {
    loop.runOnContext(_ -> shared.upstreams().ready(workers));
  }

  /** Takes no new requests; completes when none is under way any more. */
  CompletableFuture<Void> drain() {
    return onLoop(() -> {
      stopping = true;
      var promise = Promise.<Void>promise();
      vertx.setPeriodic(
          20,
          timer -> {
            if (shared.load().requests() == 0) {
              vertx.cancelTimer(timer);
              promise.tryComplete();
            }
          });
      return promise.future();
    });
  }

  /** How many requests are not answered yet. */
  CompletableFuture<Integer> underWay() {
    return onLoop(() -> Future.succeededFuture(shared.load().requests()));
  }

  /** How many requests wait until a worker is ready. */
  CompletableFuture<Integer> waiting() {
    return onLoop(() -> Future.succeededFuture(shared.upstreams().waiting()));
  }

  /** What the workers that take requests answer to a GET. */
  CompletableFuture<List<Told>> ask(String path, Duration atMost) {
    return onLoop(() -> questions.ask(shared.upstreams().ready(), path, atMost));
  }

  CompletableFuture<Void> close() {
    return vertx.close().toCompletionStage().toCompletableFuture();
  }

  private <T> CompletableFuture<T> onLoop(Supplier<Future<T>> work) {
    var done = new CompletableFuture<T>();
    loop.runOnContext(
        _ -> work.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
    return done;
  }
}

package combot.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A worker of a few lines, in this process. */
final class StubWorker implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();

  /**
   * @param answer is given each request and its body
   */
  StubWorker(BiConsumer<HttpServerRequest, String> answer) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              requests.add(request);
              request.body().onSuccess(body -> answer.accept(request, body.toString()));
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  Upstream as(int worker) {
    return new Upstream(worker, server.actualPort());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

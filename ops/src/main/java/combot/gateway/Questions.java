package combot.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the gateway itself asks workers. For the event loop's thread. */
final class Questions {

  private static final long DEADLINE_MILLIS = 2_000;

  /**
   * What a worker said.
   *
   * @param status 0 where it did not answer within 2 s
   * @param body empty in the same case
   */
  record Told(int worker, int status, Optional<String> body) {}

  private final HttpClient client;

  Questions(HttpClient client) {
    this.client = client;
  }

  /** Asks all at once; never fails. */
  Future<List<Told>> ask(List<Upstream> workers, String path) {
    return Future.all(workers.stream().map(worker -> ask(worker, path)).toList())
        .map(all -> all.<Told>list());
  }

  private Future<Told> ask(Upstream upstream, String path) {
    int worker = upstream.worker();
    return client
        .request(HttpMethod.GET, upstream.port(), "127.0.0.1", path)
        .compose(request -> request.idleTimeout(DEADLINE_MILLIS).send())
        .compose(answer ->
            answer
                .body()
                .map(body -> new Told(worker, answer.statusCode(), Optional.of(body.toString()))))
        .timeout(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
        .otherwise(new Told(worker, 0, Optional.empty()));
  }
}

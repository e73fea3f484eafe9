package combot.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the gateway itself asks workers. For the event loop's thread. */
final class Questions {

  /** What monitors can wait for. */
  static final Duration DEADLINE = Duration.ofSeconds(2);

  /**
   * What a worker said.
   *
   * @param status 0 where it did not answer in time
   * @param body empty in the same case
   */
  record Told(int worker, int status, Optional<String> body) {
    /**
     * The checks of its health.
     *
     * @throws DecodeException if it said nothing, or something else; one that goes may say anything
     */
    List<Check> checks() {
      var said = body.orElseThrow(() -> new DecodeException("no answer came in time"));
      try {
        return new JsonObject(said)
            .getJsonArray("checks").stream().map(check -> Check.of((JsonObject) check)).toList();
      } catch (ClassCastException | NullPointerException e) {
        throw new DecodeException("its health has no list of checks", e);
      }
    }
  }

  private final HttpClient client;

  Questions(HttpClient client) {
    this.client = client;
  }

  /** Asks all at once; never fails. */
  Future<List<Told>> ask(List<Upstream> workers, String path, Duration atMost) {
    return Future.all(workers.stream().map(worker -> ask(worker, path, atMost.toMillis())).toList())
        .map(all -> all.<Told>list());
  }

  private Future<Told> ask(Upstream upstream, String path, long millis) {
    int worker = upstream.worker();
    return client
        .request(HttpMethod.GET, upstream.port(), "127.0.0.1", path)
        .compose(request -> request.idleTimeout(millis).send())
        .compose(answer ->
            answer
                .body()
                .map(body -> new Told(worker, answer.statusCode(), Optional.of(body.toString()))))
        .timeout(millis, TimeUnit.MILLISECONDS)
        .otherwise(new Told(worker, 0, Optional.empty()));
  }
}

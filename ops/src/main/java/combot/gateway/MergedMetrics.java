package combot.gateway;

import combot.gateway.Questions.Told;
import combot.metrics.Exposition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Collects the metrics of all ready workers and the gateway's own. A worker that does not answer in
 * time is told as down, and holds up nobody. For the event loop's thread.
 */
final class MergedMetrics {

  private static final String UP =
      "# HELP combot_worker_up Whether a ready worker told its metrics within 2 s.\n# TYPE combot_worker_up gauge\n";

  private final Vertx vertx;
  private final Questions questions;
  private final PrometheusRegistry own;

  MergedMetrics(Vertx vertx, Questions questions, PrometheusRegistry own) {
    this.vertx = vertx;
    this.questions = questions;
    this.own = own;
  }

  /** Answers the request with the metrics of these workers. */
  void answer(HttpServerRequest request, List<Upstream> workers) {
    questions
        .ask(workers, "/metrics", Questions.DEADLINE)
        .compose(told -> vertx.executeBlocking(() -> text(told)))
        .onSuccess(
            text -> request.response().putHeader("Content-Type", Exposition.MEDIA_TYPE).end(text))
        .onFailure(failure -> request.response().setStatusCode(500).end(failure + "\n"));
  }

  private String text(List<Told> workers) {
    var all = new Exposition().add(Exposition.of(own), "");
    var up = new StringBuilder(UP);
    for (var told : workers) {
      boolean isUp = told.status() == 200;
      var label = "worker=\"%d\"".formatted(told.worker());
      up.append("combot_worker_up{%s} %d\n".formatted(label, isUp ? 1 : 0));
      told.body().filter(_ -> isUp).ifPresent(text -> all.add(text, label));
    }
    return all.add(up.toString(), "").text();
  }
}

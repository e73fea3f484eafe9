package combot.api;

import combot.metrics.Exposition;
import combot.metrics.Readers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * This process's metrics. Whoever may not read them finds nothing here: what the gateway passes on
 * is marked as such, so that no way of writing the address leads here through it.
 */
@Singleton
final class MetricsRoute {

  private final PrometheusRegistry registry;
  private final Readers readers = Readers.ofEnvironment();

  MetricsRoute(PrometheusRegistry registry) {
    this.registry = registry;
  }

  void register(@Observes Router router) {
    router.get("/metrics").handler(this::tell);
  }

  private void tell(RoutingContext context) {
    if (!readers.admit(context.request())) {
      context.next();
      return;
    }
    context
        .vertx()
        .executeBlocking(() -> Exposition.of(registry), false)
        .onSuccess(text ->
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, Exposition.MEDIA_TYPE).end(text))
        .onFailure(context::fail);
  }
}

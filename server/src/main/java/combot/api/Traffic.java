package combot.api;

import combot.log.RequestNumber;
import combot.metrics.Routes;
import combot.warm.Stage;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.MDC;

/**
 * Counts the requests that are not answered yet, and how long others took; monitors' are left out.
 * Not ready while the worker drains; what comes nevertheless is answered.
 */
@Singleton
@Default
@Readiness
public final class Traffic implements HealthCheck {

  private static final int BEFORE_ALL_ELSE = 1_100;

  private final AtomicInteger underWay = new AtomicInteger();
  private final Histogram durations =
      Histogram.builder()
          .name("combot_http_request_duration_seconds")
          .help(
              "From a request's arrival at the worker until it was answered, by the template of its address. Health checks and metrics are not counted.")
          .labelNames("route", "method", "status")
          .classicOnly()
          .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .withoutExemplars()
          .build();
  private volatile boolean draining;
  private volatile boolean held;

  Traffic(PrometheusRegistry registry) {
    registry.register(durations);
  }

  void register(@Observes Filters filters) {
    filters.register(this::arrive, BEFORE_ALL_ELSE);
  }

  private void arrive(RoutingContext request) {
    // Lines that are logged meanwhile carry it.
    MDC.put("request", RequestNumber.shown(request.request().getHeader("X-Request-Id")));
    if (!Routes.isMonitors(request.normalizedPath())) {
      long began = System.nanoTime();
      underWay.incrementAndGet();
      request.addEndHandler(ended -> {
        underWay.decrementAndGet();
        if (ended.succeeded() && !Stage.isPlayed(request)) {
          answered(request, System.nanoTime() - began);
        }
      });
    }
    request.next();
  }

  private void answered(RoutingContext request, long nanos) {
    durations
        .labelValues(
            Routes.of(request.normalizedPath()),
            Routes.method(request.request().method().name()),
            Integer.toString(request.response().getStatusCode()))
        .observe(nanos / 1e9);
  }

  /** Requests that are not answered yet. */
  public int underWay() {
    return underWay.get();
  }

  /** From now on the worker says that it is not ready. */
  public void drain() {
    draining = true;
  }

  /** As long as newcomers are kept out, the worker says that it is not ready. */
  public void hold(boolean out) {
    held = out;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("accepting").status(!draining && !held).build();
  }
}

package combot.api;

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
 * Counts the requests that are not answered yet, health checks aside. Not ready while the worker
 * drains; what comes nevertheless is answered.
 */
@Singleton
@Default
@Readiness
public final class Traffic implements HealthCheck {

  private static final int BEFORE_ALL_ELSE = 1_100;

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean draining;
  private volatile boolean held;

  Traffic() {}

  void register(@Observes Filters filters) {
    filters.register(this::arrive, BEFORE_ALL_ELSE);
  }

  private void arrive(RoutingContext request) {
    // Lines that are logged meanwhile carry it.
    MDC.put("request", RequestNumber.shown(request.request().getHeader("X-Request-Id")));
    if (!request.normalizedPath().startsWith("/health")) {
      underWay.incrementAndGet();
      request.addEndHandler(_ -> underWay.decrementAndGet());
    }
    request.next();
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

package combot.cache;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether Redis is used. It is never down: requests go on without it. */
@Readiness
@Singleton
final class CacheHealth implements HealthCheck {

  private final Cache cache;

  CacheHealth(Cache cache) {
    this.cache = cache;
  }

  @Override
  public HealthCheckResponse call() {
    var figures = cache.figures();
    var response =
        HealthCheckResponse.named("cache")
            .up()
            .withData("kind", figures.kind())
            .withData("state", figures.state())
            .withData("hits", figures.hits())
            .withData("misses", figures.misses())
            .withData("entries", figures.entries())
            .withData("oldest_seconds", figures.oldest().toSeconds());
    figures
        .outage()
        .ifPresent(outage ->
            response.withData("why", outage.why()).withData("since", outage.since().toString()));
    return response.build();
  }
}

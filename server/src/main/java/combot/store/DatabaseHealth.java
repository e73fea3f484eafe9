package combot.store;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers and takes what is written. */
@Readiness
@Singleton
final class DatabaseHealth implements HealthCheck {

  private static final Duration LATELY = Duration.ofMinutes(5);

  private final Store store;

  DatabaseHealth(Store store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    var pool = store.pool();
    boolean usable = store.isUsable();
    var response = HealthCheckResponse.named("database").status(usable);
    if (usable) {
      response.withData(
          "conversations_active", store.records().active(Instant.now().minus(LATELY)));
    }
    return response
        .withData("connections_active", pool.activeCount())
        .withData("connections_max", Store.CONNECTIONS)
        .withData("waiting", pool.awaitingCount())
        .build();
  }
}

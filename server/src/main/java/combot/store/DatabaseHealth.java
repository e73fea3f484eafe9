package combot.store;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers and takes what is written. */
@Readiness
@Singleton
final class DatabaseHealth implements HealthCheck {

  private final Store store;

  DatabaseHealth(Store store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    var pool = store.pool();
    return HealthCheckResponse.named("database")
        .status(store.isUsable())
        .withData("connections_active", pool.activeCount())
        .withData("connections_max", Store.CONNECTIONS)
        .withData("waiting", pool.awaitingCount())
        .build();
  }
}

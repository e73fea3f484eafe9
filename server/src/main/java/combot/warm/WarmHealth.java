package combot.warm;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the worker is warm. */
@Readiness
@Singleton
final class WarmHealth implements HealthCheck {

  private final WarmUp warmUp;

  WarmHealth(WarmUp warmUp) {
    this.warmUp = warmUp;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("warm").status(warmUp.isOver()).build();
  }
}

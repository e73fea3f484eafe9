package combot.upkeep;

import combot.memory.Sample;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells of memory, and whether the next session may start. It is never down: a worker that lets
 * nobody new in still serves those who are there.
 */
@Readiness
@Singleton
final class MemoryHealth implements HealthCheck {
  private static final long MB = 1 << 20;

  private final Upkeep upkeep;

  MemoryHealth(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public HealthCheckResponse call() {
    var next = upkeep.nextSession();
    var response =
        HealthCheckResponse.named("memory")
            .up()
            .withData("level", upkeep.level().name())
            .withData("admits_newcomers", upkeep.admitsNewcomers())
            .withData("next_session_may_start", next.ready())
            .withData("reasons", String.join("; ", next.reasons()));
    upkeep.last().ifPresent(sample -> describe(response, sample));
    return response.build();
  }

  private static void describe(HealthCheckResponseBuilder response, Sample sample) {
    response
        .withData("model", sample.model().name())
        .withData("process_mb", sample.process().bytes() / MB)
        .withData("process_own_mb", sample.process().own() / MB)
        .withData("process_measure", sample.process().measure().name())
        .withData("heap_used_mb", sample.jvm().heapUsed() / MB)
        .withData("heap_committed_mb", sample.jvm().heapCommitted() / MB)
        .withData("metaspace_mb", sample.jvm().metaspace() / MB)
        .withData("native_mb", sample.nativeBytes() / MB)
        .withData("gc_count", sample.jvm().collections())
        .withData("gc_pauses_ms", sample.jvm().pauses().toMillis())
        .withData("machine_total_mb", sample.machine().total() / MB)
        .withData("machine_available_mb", sample.machine().available() / MB)
        .withData("machine_used_percent", Math.round(sample.machine().usedPercent()))
        .withData("at", sample.at().toString());
  }
}

package combot.gateway;

import combot.gateway.Member.Stage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counts which workers there are, and why others are there no more. Safe for many threads. */
final class Turnover {

  private final Gauge workers =
      Gauge.builder()
          .name("combot_workers")
          .help("Worker processes by where they are in their life.")
          .labelNames("state")
          .build();

  private final Counter restarts =
      Counter.builder()
          .name("combot_worker_restarts_total")
          .help(
              "Workers that were lost: crash (ended unasked), boot (not ready in time), silence (hung, killed).")
          .labelNames("reason")
          .withoutExemplars()
          .build();

  private final Counter recycles =
      Counter.builder()
          .name("combot_worker_recycles_total")
          .help(
              "Workers replaced on purpose: after enough conversations, for their age or memory, or asked (by the operator, or one too many).")
          .labelNames("reason")
          .withoutExemplars()
          .build();

  Turnover() {
    List.of("crash", "boot", "silence").forEach(restarts::initLabelValues);
    List.of("conversations", "age", "memory", "asked").forEach(recycles::initLabelValues);
    seen(Fleet.EMPTY);
  }

  /**
   * @param wanted how many workers there should be
   */
  void bindTo(PrometheusRegistry registry, int wanted) {
    Gauge.builder()
        .name("combot_workers_wanted")
        .help("How many workers should be ready.")
        .register(registry)
        .set(wanted);
    registry.register(workers);
    registry.register(restarts);
    registry.register(recycles);
  }

  /** How the fleet is now. */
  void seen(Fleet fleet) {
    for (var stage : Stage.values()) {
      workers.labelValues(stage.name().toLowerCase(Locale.ROOT)).set(fleet.in(stage).size());
    }
  }

  /** A worker is drained, so that another may take its place. */
  void recycled(Member member, Policy policy, Duration now) {
    recycles.labelValues(reason(member, policy, now)).inc();
  }

  private static String reason(Member member, Policy policy, Duration now) {
    var report = member.report();
    if (report.conversations() >= member.recycleAfter()) {
      return "conversations";
    }
    if (report.memory() > policy.memoryLimit()) {
      return "memory";
    }
    return now.minus(member.startedAt()).compareTo(policy.oldAge()) > 0 ? "age" : "asked";
  }

  /** A worker is killed; one that drained is no loss. */
  void killed(Member member) {
    if (member.isActive()) {
      restarts.labelValues(member.is(Stage.STARTING) ? "boot" : "silence").inc();
    }
  }

  /** A worker ended; unless it was told to, that is a crash. */
  void ended(Member member) {
    if (member.isActive()) {
      restarts.labelValues("crash").inc();
    }
  }
}

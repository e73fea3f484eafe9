package combot.store;

import io.agroal.api.AgroalDataSourceMetrics;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;

/** Tells of the pool of connections. */
final class Connections {
  private Connections() {}

  static void bindTo(PrometheusRegistry registry, AgroalDataSourceMetrics pool) {
    GaugeWithCallback.builder()
        .name("combot_database_connections")
        .help(
            "Connections of the pool, by whether they are in use. SQLite's writer has one beside.")
        .labelNames("state")
        .callback(gauge -> {
          gauge.call(pool.activeCount(), "active");
          gauge.call(pool.availableCount(), "idle");
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("combot_database_waiting")
        .help("Callers that wait for a connection of the pool.")
        .callback(gauge -> gauge.call(pool.awaitingCount()))
        .register(registry);
    SummaryWithCallback.builder()
        .name("combot_database_wait_seconds")
        .help(
            "How often a connection of the pool was had, and the time waited for it, all together.")
        .callback(summary ->
            summary.call(
                pool.acquireCount(), pool.blockingTimeTotal().toNanos() / 1e9, Quantiles.EMPTY))
        .register(registry);
  }
}

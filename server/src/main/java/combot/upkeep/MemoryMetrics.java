package combot.upkeep;

import combot.memory.Sample;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** Tells what was measured last, so that reading it costs nothing. */
final class MemoryMetrics {

  private final PrometheusRegistry registry;
  private final Upkeep upkeep;

  private MemoryMetrics(PrometheusRegistry registry, Upkeep upkeep) {
    this.registry = registry;
    this.upkeep = upkeep;
  }

  static void bind(PrometheusRegistry registry, Upkeep upkeep) {
    var metrics = new MemoryMetrics(registry, upkeep);
    metrics.sampled(
        "combot_process_pss_bytes",
        "Memory of the process: proportional set size, or resident where the system does not tell it.",
        sample -> sample.process().bytes());
    metrics.sampled(
        "combot_machine_memory_used_ratio",
        "Share of the memory in use that the process has to live in: the machine's or its container's, 0 to 1.",
        sample -> sample.machine().usedPercent() / 100);
    metrics.gauge(
        "combot_memory_level",
        "What the memory's level asks for: 0 nothing, 1 a note, 2 clean caches, 3 no newcomers, 4 a restart.",
        () -> upkeep.level().ordinal());
    metrics.gauge(
        "combot_next_session_ready",
        "1 if memory speaks for starting the next session now, else 0.",
        () -> upkeep.nextSession().ready() ? 1 : 0);
  }

  private void sampled(String name, String help, ToDoubleFunction<Sample> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            gauge -> upkeep.last().ifPresent(sample -> gauge.call(value.applyAsDouble(sample))))
        .register(registry);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(registry);
  }
}

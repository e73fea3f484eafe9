package combot.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Figures of the Java process that this is: heap, collections, threads, files, processor time. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * @param version of Combot
   */
  public static void bindTo(PrometheusRegistry registry, String version) {
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    Pauses.bindTo(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    Info.builder()
        .name("combot_build_info")
        .help("The version of Combot that this process runs.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
  }
}

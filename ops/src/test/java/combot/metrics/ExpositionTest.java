package combot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private static String process(int turns) {
    var registry = new PrometheusRegistry();
    Counter.builder()
        .name("turns_total")
        .help("Turns, {by} who = \"spoke\".")
        .labelNames("speaker")
        .register(registry)
        .labelValues("a } b, \"c\"\n")
        .inc(turns);
    Gauge.builder().name("level").help("Level.").register(registry).set(turns);
    Histogram.builder()
        .name("wait_seconds")
        .help("Wait.")
        .classicOnly()
        .classicUpperBounds(.1)
        .register(registry)
        .observe(turns);
    return Exposition.of(registry);
  }

  @Test
  void describesEachFamilyOnceAndTellsProcessesApart() {
    var text =
        new Exposition()
            .add(process(3), "")
            .add(process(4), "worker=\"1\"")
            .add(process(5), "worker=\"2\"")
            .text();
    assertThat(text)
        .isEqualTo(
            """
            # HELP level Level.
            # TYPE level gauge
            level 3.0
            level{worker="1"} 4.0
            level{worker="2"} 5.0
            # HELP turns_total Turns, {by} who = "spoke".
            # TYPE turns_total counter
            turns_total{speaker="a } b, \\"c\\"\\n"} 3.0
            turns_total{worker="1",speaker="a } b, \\"c\\"\\n"} 4.0
            turns_total{worker="2",speaker="a } b, \\"c\\"\\n"} 5.0
            # HELP wait_seconds Wait.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.1"} 0
            wait_seconds_bucket{le="+Inf"} 1
            wait_seconds_count 1
            wait_seconds_sum 3.0
            wait_seconds_bucket{worker="1",le="0.1"} 0
            wait_seconds_bucket{worker="1",le="+Inf"} 1
            wait_seconds_count{worker="1"} 1
            wait_seconds_sum{worker="1"} 4.0
            wait_seconds_bucket{worker="2",le="0.1"} 0
            wait_seconds_bucket{worker="2",le="+Inf"} 1
            wait_seconds_count{worker="2"} 1
            wait_seconds_sum{worker="2"} 5.0
            """);
  }

  @Test
  void tellsOfTheJavaProcess() {
    var registry = new PrometheusRegistry();
    JavaProcess.bindTo(registry, "1.2.3");
    assertThat(Exposition.of(registry))
        .contains(
            "combot_build_info{version=\"1.2.3\"} 1\n",
            "\njvm_memory_used_bytes{area=\"heap\"} ",
            "\njvm_memory_pool_used_bytes{pool=\"Metaspace\"} ",
            "\njvm_gc_collection_seconds_count{gc=",
            "\njvm_threads_current ",
            "\nprocess_open_fds ",
            "\nprocess_max_fds ")
        .doesNotContain("_collection_used_bytes", "_init_bytes");
  }
}

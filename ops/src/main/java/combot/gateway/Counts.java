package combot.gateway;

import combot.memory.ProcessMemory;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What the gateway counts of its own requests. Safe for many threads. */
final class Counts {

  private final Counter answers =
      Counter.builder()
          .name("combot_gateway_requests_total")
          .help(
              "Requests answered, by status: those of workers, and the gateway's own refusals. Health checks and metrics are not counted.")
          .labelNames("status")
          .withoutExemplars()
          .build();

  private final Counter refusals =
      Counter.builder()
          .name("combot_gateway_refusals_total")
          .help("Requests that the gateway itself answered with an error, and why.")
          .labelNames("reason")
          .withoutExemplars()
          .build();

  private final Counter retries =
      Counter.builder()
          .name("combot_gateway_retries_total")
          .help("Requests sent to a worker once more, since the one before vanished unanswered.")
          .withoutExemplars()
          .build();

  private final Gauge inFlight =
      Gauge.builder()
          .name("combot_gateway_requests_in_flight")
          .help("Requests that are not answered yet, the waiting ones included.")
          .build();

  private final Gauge waiting =
      Gauge.builder()
          .name("combot_gateway_requests_waiting")
          .help("Requests that wait for a worker to be ready.")
          .build();

  Counts() {
    for (var why : Refusal.values()) {
      refusals.initLabelValues(label(why));
    }
    // An increase from nothing to the first is one that Prometheus does not see.
    List.of("200", "500", "502", "503", "504").forEach(answers::initLabelValues);
  }

  void bindTo(PrometheusRegistry registry) {
    registry.register(answers);
    registry.register(refusals);
    registry.register(retries);
    registry.register(inFlight);
    registry.register(waiting);
    GaugeWithCallback.builder()
        .name("combot_gateway_pss_bytes")
        .help(
            "Memory of the gateway's process: proportional set size, or resident where the system does not tell it.")
        .callback(gauge -> {
          try {
            gauge.call(ProcessMemory.of(ProcessHandle.current().pid()).bytes());
          } catch (IOException _) {
            // Not every system tells; then the family is absent.
          }
        })
        .register(registry);
  }

  void answered(int status) {
    answers.labelValues(Integer.toString(status)).inc();
  }

  void refused(Refusal why) {
    refusals.labelValues(label(why)).inc();
  }

  void retried() {
    retries.inc();
  }

  /** As things are now. */
  void load(int requests, int held) {
    inFlight.set(requests);
    waiting.set(held);
  }

  private static String label(Refusal why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}

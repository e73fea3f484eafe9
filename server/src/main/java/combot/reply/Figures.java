package combot.reply;

import combot.conversation.Provenance;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;

/** Counts what is asked of models. Safe for many threads. */
final class Figures {

  private static final double NANOS = 1e9;

  final Gauge waiting =
      Gauge.builder()
          .name("combot_llm_waiting")
          .help("Replies that wait for a place to ask a model.")
          .build();
  final Gauge asking =
      Gauge.builder().name("combot_llm_asking").help("Requests to models under way.").build();
  final Counter retries =
      Counter.builder()
          .name("combot_llm_retries_total")
          .help("Requests to models that were a second try, or a later one.")
          .withoutExemplars()
          .build();

  private final Counter replies =
      counter(
          "replies_total", "Replies wanted from models, by who wrote them.", "provider", "source");
  private final Counter requests =
      counter("requests_total", "Requests to models: ok, or what failed.", "provider", "outcome");
  private final Counter tokens =
      counter("tokens_total", "Tokens, as providers count them.", "provider", "direction");
  private final Counter cost =
      counter("cost_total", "Cost, in the currency of the study's prices.", "provider");
  private final Counter findings =
      counter("findings_total", "What was wrong with models' answers.", "finding");
  private final Histogram seconds =
      histogram("request_seconds", "How long models take to answer.", "provider");
  private final Histogram queued =
      histogram("queue_seconds", "How long replies wait for a place to ask.");

  private static Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name("combot_llm_" + name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .build();
  }

  private static Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder()
        .name("combot_llm_" + name)
        .help(help)
        .labelNames(labels)
        .classicUpperBounds(0.01, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15)
        .classicOnly()
        .withoutExemplars()
        .build();
  }

  void bindTo(PrometheusRegistry registry) {
    List.of(waiting, asking, retries, replies, requests, tokens, cost, findings, seconds, queued)
        .forEach(registry::register);
  }

  void answered(String provider, String outcome, long nanos) {
    requests.labelValues(provider, outcome).inc();
    seconds.labelValues(provider).observe(nanos / NANOS);
  }

  void found(List<String> all) {
    all.forEach(finding -> findings.labelValues(finding).inc());
  }

  void spoken(Provenance provenance) {
    var provider = provenance.provider();
    replies.labelValues(provider, provenance.source().name().toLowerCase(Locale.ROOT)).inc();
    tokens.labelValues(provider, "input").inc(provenance.inputTokens());
    tokens.labelValues(provider, "output").inc(provenance.outputTokens());
    cost.labelValues(provider).inc(provenance.cost());
    queued.observe(provenance.queued().toNanos() / NANOS);
  }
}

package combot.reply;

import combot.study.Study;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/** Tells what studies have spent on language models, and may spend. */
public final class Spending {

  private static final Logger LOG = Logger.getLogger(Spending.class);

  private final List<Study> studies;
  private final Ledger ledger;

  /**
   * @param studies of which those are told that want a model
   */
  public Spending(List<Study> studies, Ledger ledger) {
    this.studies = studies.stream().filter(it -> it.generation().isPresent()).toList();
    this.ledger = ledger;
  }

  public void bindTo(PrometheusRegistry registry) {
    gauge(
            "spent",
            "Spent on models, over all processes: in the study as a whole, or since midnight, UTC.")
        .callback(gauge -> {
          for (var study : studies) {
            tell(gauge, study, "study", ledger::ofStudy);
            tell(gauge, study, "day", ledger::today);
          }
        })
        .register(registry);
    gauge("cap", "The most that may be spent so; absent where any amount may.")
        .callback(gauge -> {
          for (var study : studies) {
            var caps = study.generation().orElseThrow().caps();
            tell(gauge, study, "study", caps.study());
            tell(gauge, study, "day", caps.day());
          }
        })
        .register(registry);
  }

  private static GaugeWithCallback.Builder gauge(String name, String help) {
    return GaugeWithCallback.builder()
        .name("combot_llm_" + name)
        .help(help)
        .labelNames("study", "over");
  }

  /** What can't be read is left out: other figures are told all the same. */
  private static void tell(
      GaugeWithCallback.Callback gauge, Study study, String over, ToDoubleFunction<String> spent) {
    try {
      gauge.call(spent.applyAsDouble(study.id()), study.id(), over);
    } catch (RuntimeException e) {
      LOG.warnf("what was spent on models can't be read: %s", e);
    }
  }

  private static void tell(
      GaugeWithCallback.Callback gauge, Study study, String over, OptionalDouble cap) {
    cap.ifPresent(it -> gauge.call(it, study.id(), over));
  }
}

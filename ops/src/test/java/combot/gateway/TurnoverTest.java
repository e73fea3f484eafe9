package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.metrics.Exposition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnoverTest {

  private static final Policy POLICY = Policy.of(2, 50, Duration.ZERO);
  private static final Duration NOW = Duration.ofMinutes(1);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Turnover turnover = new Turnover();

  @BeforeEach
  void bind() {
    turnover.bindTo(registry, 2);
  }

  private static Member ready(long conversations, long memory) {
    return Member.started(1, 50, Duration.ZERO)
        .heard(new Report(Report.State.READY, 1, conversations, 0, memory), NOW)
        .in(Member.Stage.READY, NOW);
  }

  private void assertCounts(String... lines) {
    assertThat(Exposition.of(registry).lines()).contains(lines);
  }

  @Test
  void countsWorkersByStage() {
    turnover.seen(
        Fleet.EMPTY
            .started(1, 50, Duration.ZERO)
            .started(2, 50, Duration.ZERO)
            .heard(1, new Report(Report.State.READY, 1, 0, 0, 0), NOW));
    assertCounts(
        "combot_workers_wanted 2.0",
        "combot_workers{state=\"starting\"} 1.0",
        "combot_workers{state=\"ready\"} 1.0",
        "combot_workers{state=\"draining\"} 0.0",
        "combot_workers{state=\"killed\"} 0.0");
  }

  @Test
  void tellsWhyWorkersAreReplaced() {
    turnover.recycled(ready(50, 0), POLICY, NOW);
    turnover.recycled(ready(1, POLICY.memoryLimit() + 1), POLICY, NOW);
    turnover.recycled(ready(1, 0), POLICY, POLICY.oldAge().plusSeconds(1));
    turnover.recycled(ready(1, 0), POLICY, NOW);
    turnover.recycled(ready(2, 0), POLICY, NOW);
    assertCounts(
        "combot_worker_recycles_total{reason=\"conversations\"} 1.0",
        "combot_worker_recycles_total{reason=\"memory\"} 1.0",
        "combot_worker_recycles_total{reason=\"age\"} 1.0",
        "combot_worker_recycles_total{reason=\"asked\"} 2.0");
  }

  @Test
  void tellsWhyWorkersWereLost() {
    turnover.killed(ready(0, 0));
    turnover.ended(ready(0, 0).in(Member.Stage.KILLED, NOW));
    turnover.killed(Member.started(2, 50, Duration.ZERO));
    turnover.ended(ready(0, 0));
    turnover.killed(ready(0, 0).in(Member.Stage.DRAINING, NOW));
    turnover.ended(ready(0, 0).in(Member.Stage.DRAINING, NOW));
    assertCounts(
        "combot_worker_restarts_total{reason=\"silence\"} 1.0",
        "combot_worker_restarts_total{reason=\"boot\"} 1.0",
        "combot_worker_restarts_total{reason=\"crash\"} 1.0");
  }
}

package combot.store;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Measures how long writes wait until they are durable, and counts those that fail. */
final class TimedWriter implements Writer {

  private final Writer writer;
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  private final Histogram waits =
      Histogram.builder()
          .name("combot_database_write_wait_seconds")
          .help("From asking for a write until it is durable.")
          .classicOnly()
          .classicUpperBounds(.005, .01, .025, .05, .1, .2, .3, .5, 1, 2.5, 5)
          .withoutExemplars()
          .build();

  private final Counter failures =
      Counter.builder()
          .name("combot_database_write_failures_total")
          .help("Writes that failed or were not done in time, and were answered with 503.")
          .withoutExemplars()
          .build();

  TimedWriter(Writer writer) {
    this.writer = writer;
  }

  void bindTo(PrometheusRegistry registry) {
    registry.register(waits);
    registry.register(failures);
    GaugeWithCallback.builder()
        .name("combot_database_write_wait_max_seconds")
        .help("The longest that a write waited until it was durable, since the process started.")
        .callback(gauge -> gauge.call(longest.get() / 1e9))
        .register(registry);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return timed(() -> writer.write(work));
  }

  @Override
  public <T> T writeAlone(Function<Handle, T> work) {
    return timed(() -> writer.writeAlone(work));
  }

  private <T> T timed(Supplier<T> write) {
    long began = System.nanoTime();
    try {
      var result = write.get();
      long took = System.nanoTime() - began;
      longest.accumulate(took);
      waits.observe(took / 1e9);
      return result;
    } catch (StoreException e) {
      failures.inc();
      throw e;
    }
  }

  @Override
  public boolean isSuspect() {
    return writer.isSuspect();
  }

  /** What is only tried counts neither as a write nor as a failure. */
  @Override
  public boolean isWritable() {
    return writer.isWritable();
  }

  @Override
  public void close() {
    writer.close();
  }
}

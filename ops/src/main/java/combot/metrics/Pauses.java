package combot.metrics;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The longest pause of the garbage collector in this process, from now on. Collections that the
 * program asks for, when nobody is there, do not count. Safe for many threads.
 */
final class Pauses {

  private final AtomicLong longest = new AtomicLong();

  private Pauses() {}

  static void bindTo(PrometheusRegistry registry) {
    var pauses = new Pauses();
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener((notice, _) -> pauses.hear(notice), null, null);
      }
    }
    GaugeWithCallback.builder()
        .name("combot_gc_pause_max_seconds")
        .help(
            "Longest pause of the garbage collector since the start, but for collections that were asked for.")
        .callback(gauge -> gauge.call(pauses.longest.get() / 1e3))
        .register(registry);
  }

  private void hear(Notification notice) {
    if (notice.getUserData() instanceof CompositeData data) {
      var told = GarbageCollectionNotificationInfo.from(data);
      if (!told.getGcCause().equals("System.gc()")) {
        longest.accumulateAndGet(told.getGcInfo().getDuration(), Math::max);
      }
    }
  }
}

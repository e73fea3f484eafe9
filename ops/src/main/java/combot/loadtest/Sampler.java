package combot.loadtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Looks at server and machine every two seconds while a test runs. Names of the figures:
 *
 * <ul>
 *   <li>{@code memory.gateway}, {@code memory.worker.N}, {@code memory.all}: PSS, bytes
 *   <li>{@code gc.pause}: mean pause of a collection since the last sample, ms; {@code gc.share} of
 *       the time, over all workers; {@code gc.longest} pause of any since its start, ms, which a
 *       worker that is replaced takes with it
 *   <li>{@code cache.hits}: share of the classifier's questions that the cache answered
 *   <li>{@code database.waiting}, {@code classifier.queue}, {@code gateway.waiting}: who waits now
 *   <li>{@code cpu.server}: processors that gateway and workers took
 *   <li>{@code cpu.generator}: that this process took; {@code cpu.machine}: share of all that were
 *       busy; {@code load}: of one minute. All three only where the server is on this machine
 * </ul>
 */
final class Sampler implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(2);

  /** A report waits no longer for the last look. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final double NANOS = 1e9;
  private static final Path PROC = Path.of("/proc");

  private final Wire wire;
  private final boolean local;
  private final IntSupplier present;
  private final long began;
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread;
  private Scrape before = Scrape.NONE;
  private Optional<Machine> machineBefore = Optional.empty();
  private long last;

  /**
   * @param local whether the server is on this machine
   * @param began {@link System#nanoTime} of the test's begin
   */
  Sampler(Wire wire, boolean local, IntSupplier present, long began) {
    this.wire = wire;
    this.local = local;
    this.present = present;
    this.began = began;
    this.thread = Thread.ofPlatform().daemon().name("load test samples").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        take();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException _) {
      // it was closed
    }
  }

  private void take() {
    var reply = wire.exchange(Request.get("/metrics"), PATIENCE);
    var now = reply.isOk() ? Scrape.of(reply.body().toString()) : Scrape.NONE;
    long at = System.nanoTime();
    var figures = new HashMap<String, Double>();
    double seconds = (at - last) / NANOS;
    if (!now.values().isEmpty()) {
      memory(now, figures);
      figures.put("database.waiting", now.sum("combot_database_waiting"));
      figures.put("classifier.queue", now.sum("combot_classification_queue"));
      figures.put("gateway.waiting", now.sum("combot_gateway_requests_waiting"));
      figures.put(
          "gc.longest", now.largest("combot_gc_pause_max_seconds", Scrape.IN_WORKERS) * 1_000);
      if (!before.values().isEmpty()) {
        growth(now, seconds, figures);
      }
    }
    machine(seconds, figures);
    before = now;
    last = at;
    synchronized (samples) {
      samples.add(new Sample((at - began) / NANOS, present.getAsInt(), figures));
    }
  }

  private static void memory(Scrape now, Map<String, Double> figures) {
    double all = 0;
    for (var one : now.values().entrySet()) {
      var name = one.getKey();
      if (name.startsWith("combot_gateway_pss_bytes")) {
        figures.put("memory.gateway", one.getValue());
        all += one.getValue();
      } else if (name.startsWith("combot_process_pss_bytes")) {
        var worker = name.replaceFirst(".*worker=\"(\\d+)\".*", "$1");
        figures.put("memory.worker." + (worker.equals(name) ? "1" : worker), one.getValue());
        all += one.getValue();
      }
    }
    if (all > 0) {
      figures.put("memory.all", all);
    }
  }

  private void growth(Scrape now, double seconds, Map<String, Double> figures) {
    double pauses = now.growth(before, "jvm_gc_collection_seconds_count", Scrape.IN_WORKERS);
    double paused = now.growth(before, "jvm_gc_collection_seconds_sum", Scrape.IN_WORKERS);
    figures.put("gc.pause", pauses > 0 ? paused / pauses * 1_000 : 0);
    figures.put("gc.share", paused / seconds);
    double asked = now.growth(before, "combot_cache_requests_total");
    if (asked > 0) {
      double hits =
          now.growth(
              before, "combot_cache_requests_total", labels -> labels.contains("result=\"hit\""));
      figures.put("cache.hits", hits / asked);
    }
    figures.put("cpu.server", now.growth(before, "process_cpu_seconds_total") / seconds);
  }

  private void machine(double seconds, Map<String, Double> figures) {
    var now = local ? Machine.now(PROC) : Optional.<Machine>empty();
    if (now.isPresent() && machineBefore.isPresent()) {
      double busy = now.get().busy() - machineBefore.get().busy();
      double idle = now.get().idle() - machineBefore.get().idle();
      figures.put("cpu.machine", busy / Math.max(busy + idle, 1e-9));
      figures.put("cpu.generator", (now.get().own() - machineBefore.get().own()) / seconds);
    }
    now.ifPresent(machine -> figures.put("load", machine.load()));
    machineBefore = now;
  }

  /** Taken so far. */
  List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

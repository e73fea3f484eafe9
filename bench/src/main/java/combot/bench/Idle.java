package combot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * A gateway and its workers when nobody was there for a while.
 *
 * @param loaded memory right after load
 * @param unloaded the same processes when no worker had its model any more
 * @param loads for each worker, seconds from a participant's opening to the first reply that needed
 *     the model
 */
record Idle(
    SequencedMap<String, Memory> loaded,
    SequencedMap<String, Memory> unloaded,
    List<Double> loads) {

  /** Lets workers unload their models soon, and say so. */
  static final Map<String, String> SOON =
      Map.of("COMBOT_CLASSIFIER_IDLE", "5s", "COMBOT_MEMORY_EVERY", "1s");

  private static final Duration UNLOADS = Duration.ofMinutes(1);

  /** The C library gives memory back each second. */
  private static final long SETTLES_SECONDS = 3;

  /**
   * Loads a gateway that was started with {@link #SOON}, lets it be, and comes back.
   *
   * @throws IOException if a worker keeps its model
   */
  static Idle of(Side gateway, List<Scenario> load, Extent extent) throws IOException {
    for (var scenario : load) {
      gateway.measure(scenario, extent);
    }
    var loaded = gateway.memory();
    gateway.server().await("all models are unloaded", UNLOADS, () -> isUnloaded(gateway));
    settle();
    var unloaded = gateway.memory();
    var loads = new ArrayList<Double>();
    for (var worker : gateway.server().ready()) {
      loads.add(gateway.converse(worker).classified());
    }
    return new Idle(loaded, unloaded, loads);
  }

  private static boolean isUnloaded(Side gateway) {
    return gateway.server().children().stream()
        .allMatch(
            worker -> worker.health().filter(page -> page.says("model", "UNLOADED")).isPresent());
  }

  private static void settle() throws IOException {
    try {
      TimeUnit.SECONDS.sleep(SETTLES_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while memory settled", e);
    }
  }
}

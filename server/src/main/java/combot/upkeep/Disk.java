package combot.upkeep;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The room that is left on the disk of the data folder. Safe for many threads. */
public final class Disk {

  /**
   * From when on room is short.
   *
   * @param low bytes; below them an operator should act
   * @param lowPercent of the disk, 0 to 100; the same
   * @param full bytes, not above {@code low}; below them no more people should be sent here
   */
  public record Limits(long low, double lowPercent, long full) {
    public Limits {
      if (full < 0 || full > low) {
        throw new IllegalArgumentException(
            "full must be from 0 to low, which is %d, was %d".formatted(low, full));
      }
      if (!(lowPercent >= 0 && lowPercent <= 100)) {
        throw new IllegalArgumentException("lowPercent must be from 0 to 100, was " + lowPercent);
      }
    }
  }

  /** How much room there is, from good to bad. */
  enum State {
    OK,
    DEGRADED,
    FULL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * At one moment.
   *
   * @param free bytes that this process may still use
   * @param total bytes of the disk, 0 or more
   */
  record Room(long free, long total) {
    double freePercent() {
      return total == 0 ? 0 : 100.0 * free / total;
    }
  }

  private final Path folder;
  private final Limits limits;

  /**
   * @param folder that there is
   */
  public Disk(Path folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  Path folder() {
    return folder;
  }

  /**
   * Now.
   *
   * @throws IOException if the system does not tell
   */
  Room room() throws IOException {
    var store = Files.getFileStore(folder);
    return new Room(store.getUsableSpace(), store.getTotalSpace());
  }

  State judge(Room room) {
    if (room.free() < limits.full()) {
      return State.FULL;
    }
    return room.free() < limits.low() || room.freePercent() < limits.lowPercent()
        ? State.DEGRADED
        : State.OK;
  }

  /** Tells how much room there is; what is not known is left out. */
  public void bindTo(PrometheusRegistry registry) {
    gauge(
        registry,
        "combot_data_disk_free_bytes",
        "Room left on the disk of the data folder.",
        Room::free);
    gauge(
        registry,
        "combot_data_disk_free_ratio",
        "Share of the data folder's disk that is free, 0 to 1.",
        room -> room.freePercent() / 100);
  }

  private void gauge(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<Room> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> {
          try {
            gauge.call(value.applyAsDouble(room()));
          } catch (IOException _) {
            // The health check says so.
          }
        })
        .register(registry);
  }
}

package combot.upkeep;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Down before the disk is full, and degraded early enough to do something about it. */
@Readiness
@Singleton
final class DiskHealth implements HealthCheck {

  private static final double GB = 1 << 30;

  private final Disk disk;

  DiskHealth(Disk disk) {
    this.disk = disk;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("disk");
    try {
      var room = disk.room();
      var state = disk.judge(room);
      response
          .status(state != Disk.State.FULL)
          .withData("state", state.word())
          .withData("free_bytes", room.free())
          .withData("free_percent", Math.round(room.freePercent()));
      if (state != Disk.State.OK) {
        response.withData("why", why(room));
      }
    } catch (IOException e) {
      response
          .down()
          .withData("state", "unknown")
          .withData("why", "the room on the data folder's disk can't be told");
    }
    return response.build();
  }

  private static String why(Disk.Room room) {
    return String.format(
        Locale.ROOT,
        "%.2f GB (%.0f %%) are free on the data folder's disk; when it is full nothing can be stored: make room",
        room.free() / GB,
        room.freePercent());
  }
}

package combot.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.metrics.Exposition;
import combot.upkeep.Disk.Limits;
import combot.upkeep.Disk.Room;
import combot.upkeep.Disk.State;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTest {

  private static final Limits LIMITS = new Limits(1_000, 5, 100);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1000, 20000, OK",
    "999, 10000, DEGRADED",
    "1000, 20001, DEGRADED",
    "100, 100, DEGRADED",
    "99, 100, FULL",
    "0, 0, FULL"
  })
  void judgesByBytesAndByShare(long free, long total, State state) {
    assertThat(new Disk(folder, LIMITS).judge(new Room(free, total))).isEqualTo(state);
  }

  private Map<String, Object> health(Limits limits, HealthCheckResponse.Status status) {
    var health = new DiskHealth(new Disk(folder, limits)).call();
    assertThat(health.getName()).isEqualTo("disk");
    assertThat(health.getStatus()).isEqualTo(status);
    return health.getData().orElseThrow();
  }

  @Test
  void isUpWithoutAWordWhileThereIsRoom() {
    assertThat(health(new Limits(0, 0, 0), HealthCheckResponse.Status.UP))
        .containsEntry("state", "ok")
        .containsKeys("free_bytes", "free_percent")
        .doesNotContainKey("why");
  }

  @Test
  void isUpAndSaysThatRoomIsShort() {
    var data = health(new Limits(Long.MAX_VALUE, 5, 0), HealthCheckResponse.Status.UP);
    assertThat(data).containsEntry("state", "degraded");
    assertThat(data.get("why").toString()).contains("free on the data folder's disk", "make room");
  }

  @Test
  void isDownWhereThereIsHardlyAnyRoom() {
    assertThat(
            health(new Limits(Long.MAX_VALUE, 5, Long.MAX_VALUE), HealthCheckResponse.Status.DOWN))
        .containsEntry("state", "full")
        .containsKey("why");
  }

  @Test
  void isDownWhereTheFolderIsGone() throws Exception {
    Files.delete(folder);
    assertThat(health(LIMITS, HealthCheckResponse.Status.DOWN).get("why").toString())
        .contains("can't be told")
        .doesNotContain(folder.toString());
    Files.createDirectory(folder);
  }

  @Test
  void tellsHowMuchRoomThereIs() throws Exception {
    var registry = new PrometheusRegistry();
    new Disk(folder, LIMITS).bindTo(registry);
    assertThat(Exposition.of(registry))
        .containsPattern("\ncombot_data_disk_free_bytes [1-9]")
        .containsPattern("\ncombot_data_disk_free_ratio 0\\.[0-9]+\n");
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> new Limits(10, 5, 11)).hasMessageContaining("full must be from 0 to");
    assertThatThrownBy(() -> new Limits(10, 101, 1)).hasMessageContaining("lowPercent must be");
  }
}

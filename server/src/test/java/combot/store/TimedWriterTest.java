package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.metrics.Exposition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEachDatabase
class TimedWriterTest {

  @RegisterExtension final Database db;

  private final PrometheusRegistry registry = new PrometheusRegistry();

  TimedWriterTest(Database.Kind kind) {
    db = new Database(kind);
  }

  private double value(String name) {
    var matcher = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(Exposition.of(registry));
    assertThat(matcher.find()).as(name).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void tellsHowLongWritesWaitedUntilTheyWereDurable() {
    db.store().bindTo(registry);
    double before = value("combot_database_write_wait_seconds_count");
    var conversation = db.conversation(db.journal().begin(db.consented("request-1", null)));
    db.journal().append(db.exchange(conversation, "t1", "it broke"));

    assertThat(value("combot_database_write_wait_seconds_count")).isEqualTo(before + 2);
    assertThat(value("combot_database_write_wait_max_seconds"))
        .isPositive()
        .isLessThanOrEqualTo(value("combot_database_write_wait_seconds_sum"));
    assertThat(Exposition.of(registry)).contains("_wait_seconds_bucket{le=\"0.3\"}");
    assertThat(value("combot_database_write_failures_total")).isZero();
  }

  @Test
  void countsWritesThatFail() {
    db.store().bindTo(registry);
    double before = value("combot_database_write_wait_seconds_count");
    var strange = db.consented("request-1", null);
    db.store().close();
    assertThatThrownBy(() -> db.journal().begin(strange)).isInstanceOf(StoreException.class);
    assertThat(value("combot_database_write_failures_total")).isEqualTo(1);
    assertThat(value("combot_database_write_wait_seconds_count")).isEqualTo(before);
  }

  @Test
  void whatHealthOnlyTriesIsNoWrite() {
    db.store().bindTo(registry);
    rename("study_version", "away");
    assertThatThrownBy(() -> db.use(db.study())).isInstanceOf(StoreException.class);
    double before = value("combot_database_write_wait_seconds_count");
    assertThat(db.store().isUsable()).isFalse();
    assertThat(value("combot_database_write_failures_total")).isEqualTo(1);

    rename("away", "study_version");
    assertThat(db.store().isUsable()).isTrue();
    assertThat(value("combot_database_write_failures_total")).isEqualTo(1);
    assertThat(value("combot_database_write_wait_seconds_count")).isEqualTo(before);
  }

  private void rename(String table, String to) {
    db.store()
        .jdbi()
        .useHandle(handle -> handle.execute("alter table " + table + " rename to " + to));
  }

  @Test
  void tellsOfThePoolOfConnections() {
    db.store().bindTo(registry);
    db.records().active(Database.NOON);
    assertThat(value("combot_database_wait_seconds_count")).isPositive();
    assertThat(value("combot_database_connections\\{state=\"idle\"}")).isPositive();
    assertThat(value("combot_database_connections\\{state=\"active\"}")).isZero();
    assertThat(value("combot_database_waiting")).isZero();
  }
}

package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresServerTest {

  private String address;

  @BeforeEach
  void create() {
    address = PostgresProcess.shared().empty();
  }

  @AfterEach
  void drop() {
    PostgresProcess.shared().drop(address);
  }

  private Store open() {
    return Store.open(PostgresUrl.parse(address));
  }

  @Test
  void storesOpenedAtOnceOnAnEmptyDatabaseAllWork() {
    var stores = Together.run(8, _ -> open());
    stores.forEach(store -> Database.keep(store, Studies.shipped()));
    stores.forEach(Store::close);
    assertThat(Tables.of(address).count("study_version")).isEqualTo(1);
  }

  @Test
  void isDurableAndReadsWhatIsCommittedWhateverTheServersDefaultsAre() {
    var name = PostgresUrl.parse(address).name();
    try (var store = open()) {
      store
          .jdbi()
          .useHandle(handle -> {
            handle.execute("alter database " + name + " set synchronous_commit = off");
            handle.execute(
                "alter database " + name + " set default_transaction_isolation = serializable");
          });
    }
    try (var store = open();
        var handle = store.jdbi().open()) {
      assertThat(setting(handle, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(handle, "transaction_isolation")).isEqualTo("read committed");
    }
  }

  private static String setting(org.jdbi.v3.core.Handle handle, String name) {
    return handle.createQuery("show " + name).mapTo(String.class).one();
  }

  @Test
  @Tag("slow")
  void aProcessThatHangsWhileItWritesAloneHoldsUpTheOthersForSecondsOnly() {
    var study = Studies.shipped();
    try (var hanging = open();
        var other = open()) {
      Database.keep(other, study);
      var handle = hanging.jdbi().open();
      handle.begin();
      handle.execute(PostgresServer.LOCK);

      assertThat(other.journal().begin(Database.consented(study, "request-1", null)))
          .isInstanceOf(Opening.Result.Begun.class);
      assertThatThrownBy(handle::commit).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void saysWhatIsWrongWithoutThePassword() {
    var url = PostgresUrl.parse(address);
    var stranger =
        new PostgresUrl(url.hosts(), url.name(), url.user(), "not-the-password", url.parameters());
    assertThatThrownBy(() -> Store.open(stranger))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("can't open the database postgresql://combot@" + url.hosts())
        .hasMessageContaining("password authentication failed")
        .hasMessageEndingWith("give another one with COMBOT_DATABASE or --database.")
        .satisfies(e -> assertThat(trace(e)).doesNotContain("not-the-password"));
  }

  private static String trace(Throwable e) {
    var trace = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void refusesADatabaseThatHoldsSomethingElse() throws Exception {
    try (var store = open()) {
      store
          .jdbi()
          .useHandle(handle -> {
            handle.execute("drop table flyway_schema_history");
            handle.execute("create table something_else (id integer)");
          });
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Found non-empty schema");
  }

  @Test
  void waitsForAConnectionNoLongerThanItSays() {
    try (var store = open()) {
      var handles = List.copyOf(Together.run(Store.CONNECTIONS, _ -> store.jdbi().open()));
      assertThatThrownBy(() -> store.records().turns("x", 0)).isInstanceOf(StoreException.class);
      handles.forEach(org.jdbi.v3.core.Handle::close);
      assertThat(store.records().turns("x", 0)).isEmpty();
    }
  }
}

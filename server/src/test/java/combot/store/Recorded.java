package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.Study;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.sqlite.JDBC;

/** A record that has something in every table. For tests of any package. */
public final class Recorded {
  private Recorded() {}

  private static final int PEOPLE = 6;

  /** Makes one in a data directory. */
  public static void in(Path data) {
    try (var store = Store.open(data)) {
      var study = Studies.shipped();
      Database.keep(store, study);
      for (int i = 0; i < PEOPLE; i++) {
        var opening = Database.consented(study, "request-" + i, "person-" + i);
        var before = Database.conversation(store, store.journal().begin(opening));
        for (int k = 0; k <= i + 1; k++) {
          var text = k == PEOPLE ? "ann@example.org" : "ça 😀 " + k + "\n\t'\"\\";
          var exchange = Database.exchange(study, before, "t" + k, text, Database.NOON);
          if (k == 1) {
            store.journal().claim(exchange, Database.NOON);
            store.journal().complete(Database.generated(exchange, Database.provenance(0.25)));
          } else {
            store.journal().append(exchange);
          }
          before = store.records().byId(before.id(), null).orElseThrow().conversation();
        }
      }
      waitsForItsAnswer(store, study);
      store.journal().begin(Database.linked(study, "linked-1", Map.of("S", "1")));
      store.journal().begin(Database.linked(study, "linked-2", Map.of("S", "2")));
      store.journal().begin(Database.opened(study, null, Duration.ZERO));
    }
  }

  private static void waitsForItsAnswer(Store store, Study study) {
    var opening = Database.consented(study, "waiting", "somebody who waits");
    var before = Database.conversation(store, store.journal().begin(opening));
    var exchange = Database.exchange(study, before, "t0", "it broke", Database.NOON);
    store.journal().claim(exchange, Database.NOON);
  }

  /** Fails where a copy of it is not gone on with: known people, and new ones in the next slot. */
  public static void goesOn(String address) {
    try (var store = Database.open(address)) {
      var study = Studies.shipped();
      assertThat(store.journal().begin(Database.consented(study, "again", "person-1")))
          .isInstanceOf(Opening.Result.Resumed.class);
      Database.conversation(
          store, store.journal().begin(Database.consented(study, "new", "somebody new")));
    }
    assertThat(Tables.of(address).texts("select max(number) from slot")).containsExactly("9");
  }

  /** Makes a PostgreSQL database store other words than it is given. */
  public static void falsify(String address) {
    try (var store = Database.open(address);
        var handle = store.jdbi().open()) {
      handle.execute(
          """
          create function falsify() returns trigger language plpgsql
          as $$ begin new.text := replace(new.text, 'ça', 'ca'); return new; end $$\
          """);
      handle.execute(
          "create trigger falsify before insert on turn for each row execute function falsify()");
    }
  }

  /** Runs a statement on the file. */
  public static void change(Path data, String sql) throws SQLException {
    try (var connection =
            new JDBC().connect("jdbc:sqlite:" + data.resolve("combot.db"), new Properties());
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}

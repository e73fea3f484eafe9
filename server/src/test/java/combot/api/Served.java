package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.Tables;
import combot.study.Sha256;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test against the running server. After each test the record is checked, and nothing may have
 * been logged as gone wrong.
 */
@QuarkusTestResource(value = TestServer.class)
abstract class Served {

  @TestHTTPResource("/")
  URI base;

  @ConfigProperty(name = "combot.data")
  Path data;

  @ConfigProperty(name = "combot.database")
  Optional<String> database;

  @Inject TestClock clock;

  Client client;
  Tables tables;

  private final List<String> warnings = new ArrayList<>();
  private final Handler watch =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.add(logged.getLoggerName() + ": " + logged.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void connect() {
    client = new Client(base);
    tables = Tables.of(database.orElse(data.toString()));
    Logger.getLogger("").addHandler(watch);
  }

  @AfterEach
  void leavesAConsistentRecordAndACleanLog() {
    Logger.getLogger("").removeHandler(watch);
    assertThat(warnings).as("warnings in the log").isEmpty();
    tables.check();
  }

  /** Begins on a route of the original's. */
  Talk open(String route) {
    return Talk.open(client, route);
  }

  /** The id of the conversation that a token opens. */
  String conversation(String token) {
    return tables
        .texts("select conversation_id from token where hash = ?", Sha256.of(token))
        .getFirst();
  }

  /** One column of the conversation that a token opens. */
  String column(String token, String name) {
    return tables
        .texts("select " + name + " from conversation where id = ?", conversation(token))
        .getFirst();
  }

  /** The participant's messages as stored. */
  List<String> messages(String token) {
    return tables.texts(
        "select text from turn where role = 'PARTICIPANT' and conversation_id = ? order by number",
        conversation(token));
  }
}

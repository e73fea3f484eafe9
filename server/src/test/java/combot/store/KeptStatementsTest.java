package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStatementsTest {

  private static final String NUMBERS = "select n from number where n > :least order by n";

  @TempDir private Path folder;
  private Connection connection;
  private KeptStatements statements;
  private Handle handle;

  @BeforeEach
  void open() throws SQLException {
    connection = another();
    statements = new KeptStatements(connection);
    var jdbi = Jdbi.create(() -> connection);
    jdbi.setStatementBuilderFactory(_ -> statements);
    handle = jdbi.open();
    handle.execute("pragma journal_mode = wal");
    handle.execute("create table number (n integer primary key, name text)");
    handle.execute("insert into number (n) values (1), (2), (3)");
  }

  private Connection another() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("numbers.db"));
  }

  @AfterEach
  void close() throws SQLException {
    handle.close();
    connection.close();
  }

  private List<Integer> numbersAbove(int least) {
    return handle.createQuery(NUMBERS).bind("least", least).mapTo(Integer.class).list();
  }

  @Test
  void aStatementIsPreparedOnceAndBoundAnew() {
    assertThat(numbersAbove(0)).containsExactly(1, 2, 3);
    assertThat(numbersAbove(2)).containsExactly(3);
    assertThat(numbersAbove(3)).isEmpty();
    assertThat(idle()).hasSize(1);
    var meanwhile =
        handle.createQuery(NUMBERS).bind("least", 2).map((_, _) -> idle().size()).list();
    assertThat(meanwhile).as("taken, not prepared again").containsExactly(0);
    assertThat(statements.busy()).isZero();
  }

  private List<String> idle() {
    return statements.idle().stream().filter(sql -> sql.startsWith("select n")).toList();
  }

  @Test
  void oneThatTheDriverClosedIsNotKept() {
    handle.execute("pragma query_only = true");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(this::addFour).isInstanceOf(StatementException.class);
    }
    handle.execute("pragma query_only = false");
    addFour();

    assertThat(numbersAbove(3)).containsExactly(4);
    assertThat(statements.busy()).isZero();
  }

  private void addFour() {
    handle.createUpdate("insert into number (n) values (:n)").bind("n", 4).execute();
  }

  @Test
  void aPooledConnectionHasTheSameUntilItEnds() {
    var pool = new KeptStatements.OfPool();
    var first = pool.createStatementBuilder(connection);

    assertThat(pool.createStatementBuilder(connection)).isSameAs(first);
    pool.onConnectionDestroy(connection);
    assertThat(pool.createStatementBuilder(connection)).isNotSameAs(first);
  }

  @Test
  void theSameSqlWithinItselfGetsAStatementOfItsOwn() {
    var pairs =
        handle
            .createQuery(NUMBERS)
            .bind("least", 1)
            .map((row, _) -> row.getInt(1) + " " + numbersAbove(row.getInt(1)))
            .list();

    assertThat(pairs).containsExactly("2 [3]", "3 []");
  }

  @Test
  void whatIsLeftOfARowThatFailsDoesNotHoldASnapshot() throws SQLException {
    assertThatThrownBy(() ->
            handle
                .createQuery(NUMBERS)
                .bind("least", 0)
                .map((_, _) -> {
                  throw new IllegalStateException("row");
                })
                .list())
        .isInstanceOf(RuntimeException.class);

    try (var other = another();
        var write = other.createStatement()) {
      write.execute("insert into number (n) values (4)");
      try (var result = write.executeQuery("pragma wal_checkpoint(truncate)")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt("busy")).as("a reader in the way").isZero();
      }
    }
    assertThat(numbersAbove(2)).containsExactly(3, 4);
  }

  @Test
  void aStatementThatFailedIsUsedAgain() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() ->
              handle.createUpdate("insert into number (n) values (:n)").bind("n", 1).execute())
          .isInstanceOf(StatementException.class);
    }
    handle.createUpdate("insert into number (n) values (:n)").bind("n", 9).execute();

    assertThat(numbersAbove(3)).containsExactly(9);
  }

  @Test
  void aColumnThatAnotherProcessAddsIsSeen() throws SQLException {
    assertThat(handle.createQuery("select * from number").mapToMap().list().getFirst()).hasSize(2);
    try (var other = another();
        var change = other.createStatement()) {
      change.execute("alter table number add column colour text");
    }
    assertThat(handle.createQuery("select * from number").mapToMap().list().getFirst()).hasSize(3);
  }
}

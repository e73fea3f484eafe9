package combot.store;

import combot.study.Study;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/**
 * The database of an installation: a SQLite file, or a PostgreSQL server's.
 *
 * <p>Safe for use by many threads and by several processes.
 */
public final class Store implements AutoCloseable {

  static final int CONNECTIONS = 10;

  /** How long a caller waits for a connection, and as long for a commit. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AgroalDataSource source;
  private final Jdbi jdbi;
  private final TimedWriter writer;
  private final Journal journal;
  private final Records records;
  private final LoadTests loadTests;

  Store(AgroalDataSource source, Writer writer, Jdbi jdbi) {
    this.source = source;
    this.jdbi = jdbi;
    this.writer = new TimedWriter(writer);
    this.journal = new Journal(this.writer);
    this.records = new Records(jdbi);
    this.loadTests = new LoadTests(jdbi, this.writer);
  }

  /**
   * Opens the SQLite file in {@code data}, creates both where they do not exist, and brings its
   * tables up to date.
   *
   * @throws StoreException if that can't be done, naming the file
   */
  public static Store open(Path data) {
    return SqliteFile.open(data);
  }

  /**
   * Opens a PostgreSQL database, and creates its tables or brings them up to date.
   *
   * @throws StoreException if that can't be done, naming the database without its password
   */
  public static Store open(PostgresUrl url) {
    return PostgresServer.open(url);
  }

  static Jdbi jdbi(ConnectionFactory connections) {
    var jdbi = Jdbi.create(connections);
    // What people wrote must not get into logs by way of a failing statement's message.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  static FluentConfiguration migrations() {
    return Flyway.configure().locations("classpath:combot/store/migrations");
  }

  /** What follows the first sentence speaks to programmers. */
  static String firstSentence(Throwable e) {
    return String.valueOf(e.getMessage()).strip().split("\\R|\\. |\\.$")[0];
  }

  /** Past the journal, for what takes a record as a whole. */
  Jdbi jdbi() {
    return jdbi;
  }

  public Journal journal() {
    return journal;
  }

  public Records records() {
    return records;
  }

  /** Looks through all that is stored of a study; takes its time. */
  public Audit.Result audit(Study study) {
    return Audit.of(jdbi, study);
  }

  public LoadTests loadTests() {
    return loadTests;
  }

  /** Tells how writes, and those who want a connection, fare. */
  public void bindTo(PrometheusRegistry registry) {
    writer.bindTo(registry);
    Connections.bindTo(registry, source.getMetrics());
  }

  /** Figures of the connections that are shared by who reads, on PostgreSQL also by who writes. */
  AgroalDataSourceMetrics pool() {
    return source.getMetrics();
  }

  /** Whether the database answers and takes what is written. */
  public boolean isUsable() {
    return records.isReachable() && journal.isWritable();
  }

  /** Waits for the writes that are under way. */
  @Override
  public void close() {
    writer.close();
    source.close();
  }
}

package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** {@code ./combot serve} as a user starts it, and participants that come by it. */
final class Served implements AutoCloseable {

  /** Study whose replies must be there after 4 s. */
  static final String HASTY = "hasty";

  /** As patient as a study may be. */
  static final String PATIENT = "patient";

  private static final Path HOME = Path.of(System.getProperty("combot.home"));
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** It is built, and Maven runs. */
  private static final Map<String, String> OWN =
      Map.of("combot_lock_held", "yes", "JAVA_HOME", System.getProperty("java.home"));

  private static final int PARTICIPANTS = 15;

  private final long since = System.currentTimeMillis() - 1;
  private final Texts texts = new Texts(0);
  private final ServerProcess server;
  private final ProcessHandle gateway;
  private final Path data;
  private final Database database;
  private final Runner runner;

  /** With a file of its own; returns when both workers are ready. */
  Served(Path folder, String... options) throws IOException {
    this(folder, Optional.empty(), 2, options);
  }

  /**
   * Returns when as many {@code workers} are ready.
   *
   * @param url of an empty PostgreSQL database; empty: a file
   */
  Served(Path folder, Optional<String> url, int workers, String... options) throws IOException {
    this(
        folder,
        Session.withoutQuota(HOME, folder),
        url.map(it -> Map.of("COMBOT_DATABASE", it)).orElse(Map.of()),
        workers,
        options);
  }

  private Served(
      Path folder, Path study, Map<String, String> variables, int workers, String... options)
      throws IOException {
    var all = new LinkedHashMap<>(variables);
    all.putAll(OWN);
    var how = new ServerProcess.How(HOME, "serve", folder, study, List.of(options), all);
    data = how.data();
    database =
        Optional.ofNullable(variables.get("COMBOT_DATABASE"))
            .map(Database::at)
            .orElse(Database.in(data));
    server = ServerProcess.start(how);
    gateway = ProcessHandle.of(server.pid()).orElseThrow();
    var target = new Target(server.address(), new LinkedHashMap<>(), Optional.of(database));
    runner = new Runner(target, texts, _ -> {});
    await("all are ready", () -> server.ready().size() == workers && server.isReady());
  }

  /** Whose replies a model writes, in two studies; returns when both workers are ready. */
  static Served withModel(Path folder, ModelEndpoint model) throws IOException {
    var hasty = withModel(folder, HASTY, 4);
    var patient = withModel(folder, PATIENT, 15);
    var variables = Map.of("COMBOT_OPENAI_URL", model.url());
    return new Served(folder, hasty, variables, 2, "--recycle-after=0", "--study=" + patient);
  }

  /** The default study under another id, which waits so many seconds for a model. */
  private static Path withModel(Path folder, String id, int deadline) throws IOException {
    var study =
        Files.readString(Session.withoutQuota(HOME, folder))
            .replaceFirst("(?m)^study: .*$", "study: " + id);
    var generation = "generation: {deadline: %ds}%n".formatted(deadline);
    return Files.writeString(folder.resolve(id + ".yaml"), study + ModelBench.MODEL + generation);
  }

  /** Participants who hold one conversation after another, in another thread. */
  record Crowded(Load load, CompletableFuture<Tally> tally) {
    /** All whom it knows hold their conversation to its end; returns then. */
    Tally end() {
      load.stop();
      return tally.join();
    }
  }

  /**
   * 15 participants from now on.
   *
   * @param think between an answer and the next request
   */
  Crowded load(Duration time, Duration think) {
    var load =
        new Load(
            Extent.of(time),
            () -> runner.conversation(false),
            () -> Cpu.now(new LinkedHashMap<>()));
    var loop = new Loop(server.address(), load, think::toNanos);
    return new Crowded(
        load,
        CompletableFuture.supplyAsync(() -> {
          try {
            loop.run(PARTICIPANTS);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return load.measured(new Scenario(Scenario.What.CACHED, PARTICIPANTS)).tally();
        }));
  }

  Crowded load(Duration time) {
    return load(time, Duration.ZERO);
  }

  Reconciliation stored() throws SQLException {
    return Reconciliation.of(database, since, runner.sent(), texts);
  }

  Database database() {
    return database;
  }

  ServerProcess server() {
    return server;
  }

  List<ProcessHandle> workers() {
    return gateway().children().toList();
  }

  ProcessHandle gateway() {
    return gateway;
  }

  /** Sends a worker a signal by its number. */
  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** {@code ./combot} with these words, for this Combot; not awaited. */
  Process command(String... words) throws IOException {
    var command = new ArrayList<>(List.of(HOME.resolve("combot").toString()));
    command.addAll(List.of(words));
    command.add("--data=" + data);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(OWN);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  String log() {
    try {
      return Files.readString(server.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void await(String what, BooleanSupplier holds) {
    await(what, PATIENCE, holds);
  }

  void await(String what, Duration patience, BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - began > patience.toNanos()) {
        throw new AssertionError(
            "within " + patience + " it did not come that " + what + ":\n" + log());
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Ends it, and whatever it left behind. */
  @Override
  public void close() {
    var left = workers();
    server.close();
    left.forEach(ProcessHandle::destroyForcibly);
  }
}

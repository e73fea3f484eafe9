package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** One of the servers that are measured by turns, each with a database of its own. */
final class Side implements AutoCloseable {

  /** The name of the side that has no gateway. */
  static final String WORKER = "worker";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final ServerProcess server;
  private final Target target;
  private final Runner runner;
  private final Texts texts = new Texts(0);
  private final long since;
  private final double readyAfter;
  private final List<String> failures = new ArrayList<>();

  /**
   * What a side answered and stored from its start to its end.
   *
   * @param failures wrong answers, a line for each reason, those of warm-ups among them
   */
  record Account(String side, Sent sent, List<String> failures, Reconciliation stored) {

    Account {
      failures = List.copyOf(failures);
    }

    boolean isSound() {
      return failures.isEmpty() && stored.problems().isEmpty();
    }
  }

  private Side(String name, ServerProcess server, Path data, long since, int workers)
      throws IOException {
    this.name = name;
    this.server = server;
    this.since = since;
    var found = new LinkedHashMap<String, Long>();
    target = new Target(server.address(), found, Optional.of(Database.in(data)));
    runner = new Runner(target, texts, _ -> {});
    server.await("it is ready", PATIENCE, server::isReady);
    server.await("all workers are ready", PATIENCE, () -> server.ready().size() == workers);
    readyAfter = (System.nanoTime() - server.startedAt()) / 1e9;
    found.put(workers == 0 ? WORKER : "gateway", server.pid());
    var children = server.children();
    for (int i = 0; i < children.size(); i++) {
      found.put("worker " + (i + 1), children.get(i).pid());
    }
  }

  /** A worker without a gateway. */
  static Side worker(Path home, Path folder) throws IOException {
    return start(WORKER, home, folder, "worker", 0, List.of(), Map.of());
  }

  /** A gateway whose workers stay. */
  static Side gateway(Path home, Path folder, int workers, Map<String, String> environment)
      throws IOException {
    var options = List.of("--workers=" + workers, "--recycle-after=0");
    return start("gateway+" + workers, home, folder, "serve", workers, options, environment);
  }

  private static Side start(
      String name,
      Path home,
      Path folder,
      String command,
      int workers,
      List<String> options,
      Map<String, String> environment)
      throws IOException {
    Session.say("start of " + name);
    Files.createDirectories(folder.resolve("data"));
    var study = Session.withoutQuota(home, folder);
    var how = new ServerProcess.How(home, command, folder, study, options, environment);
    long since = System.currentTimeMillis() - 1;
    var server = ServerProcess.start(how);
    try {
      return new Side(name, server, how.data(), since, workers);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  ServerProcess server() {
    return server;
  }

  Target target() {
    return target;
  }

  /** Seconds from its start until it and all of its workers were ready. */
  double readyAfter() {
    return readyAfter;
  }

  Measured warmUp(Extent extent, int users) throws IOException {
    return kept(runner.warmUp(extent, users));
  }

  Measured measure(Scenario scenario, Extent extent) throws IOException {
    server.check();
    return kept(runner.measure(scenario, extent));
  }

  private Measured kept(Measured measured) {
    failures.addAll(TextReport.failures(measured));
    return measured;
  }

  /** A conversation with one of the workers itself, timed from now. */
  Startup converse(Child worker) throws IOException {
    var address =
        worker.addresses().stream()
            .findFirst()
            .orElseThrow(() -> new IOException("worker " + worker.pid() + " listens nowhere"));
    return Startup.since(System.nanoTime(), address, runner.conversation(true));
  }

  /** Of each process, by its name. */
  SequencedMap<String, Memory> memory() throws IOException {
    var each = new LinkedHashMap<String, Memory>();
    for (var process : target.processes().entrySet()) {
      var memory = Memory.of(process.getValue());
      if (memory.isPresent()) {
        each.put(process.getKey(), memory.get());
      }
    }
    return each;
  }

  /** Ends it and looks at what it stored. */
  Account end() throws SQLException {
    server.close();
    var stored = Reconciliation.of(target.database().orElseThrow(), since, runner.sent(), texts);
    return new Account(name, runner.sent(), failures, stored);
  }

  @Override
  public void close() {
    server.close();
  }
}

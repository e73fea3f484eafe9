package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run against one worker, from beginning to end: one of its own, or one that is there. */
final class Session {

  private static final long SLACK_MILLIS = 1;

  private Session() {}

  /**
   * Starts a worker, measures it, ends it, and looks at what it stored.
   *
   * @param home the installation
   * @param study empty: the default study without its quota, which a run would use up
   * @param url of an empty PostgreSQL database for the worker; empty: a file of its own
   * @param keep whether the worker's data stay; they stay too where something was wrong
   */
  static Outcome own(Plan plan, Path home, Optional<Path> study, Optional<String> url, boolean keep)
      throws IOException, SQLException {
    var folder = folder(home);
    var data = Files.createDirectories(folder.resolve("data"));
    var file = study.isPresent() ? study.get().toAbsolutePath() : withoutQuota(home, folder);
    var database = url.map(Database::at).orElse(Database.in(data));
    var environment = url.map(u -> Map.of("COMBOT_DATABASE", u)).orElse(Map.of());
    var how = new ServerProcess.How(home, "worker", folder, file, List.of(), environment);
    var texts = new Texts(0);
    long since = System.currentTimeMillis() - SLACK_MILLIS;
    Outcome measured;
    try (var worker = ServerProcess.start(how)) {
      var processes = new LinkedHashMap<>(Map.of("worker", worker.pid()));
      var target = new Target(worker.address(), processes, Optional.of(database));
      var runner = new Runner(target, texts, Session::say);
      say("start");
      var startup = Startup.of(worker, runner.conversation(true));
      measured = measure(plan, target, runner, Optional.of(startup));
      worker.check();
    }
    var outcome = reconciled(measured, database, since, texts);
    leave(folder, keep || !outcome.isSound());
    return outcome;
  }

  /** Deletes what servers wrote, or says where it stays. */
  static void leave(Path folder, boolean stays) throws IOException {
    if (stays) {
      say("the servers' data and output stay in " + folder);
    } else {
      delete(folder);
    }
  }

  /** Measures a worker that runs already. */
  static Outcome of(Plan plan, Target target) throws IOException, SQLException {
    // So that a second run on the same worker says nothing that its cache of scores holds.
    var texts = new Texts(System.currentTimeMillis() % Texts.DIFFERENT);
    long since = System.currentTimeMillis() - SLACK_MILLIS;
    var runner = new Runner(target, texts, Session::say);
    var measured = measure(plan, target, runner, Optional.empty());
    return target.database().isPresent()
        ? reconciled(measured, target.database().get(), since, texts)
        : measured;
  }

  private static Outcome measure(Plan plan, Target target, Runner runner, Optional<Startup> startup)
      throws IOException {
    var warmUp = runner.warmUp(plan.warmUp(), plan.users());
    var steps = runner.measure(plan.scenarios(), plan.extent(), plan.probe(), plan.users());
    var pid = target.processes().values().stream().findFirst();
    var memory = pid.isPresent() ? Memory.of(pid.get()) : Optional.<Memory>empty();
    var titles = plan.scenarios().stream().map(Scenario::title).toList();
    var setting = Setting.of(titles, target.database());
    return new Outcome(setting, startup, warmUp, steps, memory, runner.sent(), Optional.empty());
  }

  private static Outcome reconciled(Outcome o, Database database, long since, Texts texts)
      throws SQLException {
    say("what was stored");
    var stored = Reconciliation.of(database, since, o.sent(), texts);
    return new Outcome(
        o.setting(), o.startup(), o.warmUp(), o.steps(), o.memory(), o.sent(), Optional.of(stored));
  }

  /** Of this run alone. On the disk, not in a memory file system: what is durable costs. */
  static Path folder(Path home) throws IOException {
    return Files.createDirectories(home.resolve("target/bench-" + ProcessHandle.current().pid()));
  }

  /** The default study, written into {@code folder}, with conversations without end. */
  static Path withoutQuota(Path home, Path folder) throws IOException {
    var lines = Files.readAllLines(home.resolve("studies/think-feel.yaml"));
    var kept =
        lines.stream()
            .filter(line -> !line.strip().startsWith("quota:"))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("study.yaml"), kept + "\n");
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (var walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (var path : inside) {
      Files.delete(path);
    }
  }

  static void say(String line) {
    System.err.println("combot bench: " + line + " …");
  }
}

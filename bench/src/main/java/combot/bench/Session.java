package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** One run from beginning to end, with a worker of its own or with one that is there. */
final class Session {

  private static final long SLACK_MILLIS = 1;

  private Session() {}

  /**
   * Starts a worker, measures it, ends it, and looks at what it stored.
   *
   * @param home the installation
   * @param study empty: the default study without its quota, which a run would use up
   * @param keep whether the worker's data stay; they stay too where something was wrong
   */
  static Outcome own(Plan plan, Path home, Optional<Path> study, boolean keep)
      throws IOException, SQLException {
    var folder =
        Files.createDirectories(home.resolve("target/bench-" + ProcessHandle.current().pid()));
    var data = Files.createDirectories(folder.resolve("data"));
    var file = study.isPresent() ? study.get().toAbsolutePath() : withoutQuota(home, folder);
    var texts = new Texts(0);
    long since = System.currentTimeMillis() - SLACK_MILLIS;
    Outcome measured;
    try (var worker = WorkerProcess.start(home, data, file, folder.resolve("worker.log"))) {
      var target = new Target(worker.address(), OptionalLong.of(worker.pid()), Optional.of(data));
      var runner = new Runner(target, texts, Session::say);
      say("start");
      var startup = Startup.of(worker, runner.conversation(true));
      measured = measure(plan, target, runner, Optional.of(startup));
      worker.check();
    }
    var outcome = reconciled(measured, data, since, texts);
    if (keep || !outcome.isSound()) {
      say("the worker's data and output stay in " + folder);
    } else {
      delete(folder);
    }
    return outcome;
  }

  /** Measures a worker that runs already. */
  static Outcome of(Plan plan, Target target) throws IOException, SQLException {
    // So that a second run on the same worker says nothing that its cache of scores holds.
    var texts = new Texts(System.currentTimeMillis() % Texts.DIFFERENT);
    long since = System.currentTimeMillis() - SLACK_MILLIS;
    var runner = new Runner(target, texts, Session::say);
    var measured = measure(plan, target, runner, Optional.empty());
    return target.data().isPresent()
        ? reconciled(measured, target.data().get(), since, texts)
        : measured;
  }

  private static Outcome measure(Plan plan, Target target, Runner runner, Optional<Startup> startup)
      throws IOException {
    var warmUp = runner.warmUp(plan.warmUp(), plan.users());
    var steps = runner.measure(plan.scenarios(), plan.extent(), plan.probe(), plan.users());
    var memory =
        target.pid().isPresent() ? Memory.of(target.pid().getAsLong()) : Optional.<Memory>empty();
    return new Outcome(
        Setting.of(plan, target), startup, warmUp, steps, memory, runner.sent(), Optional.empty());
  }

  private static Outcome reconciled(Outcome o, Path data, long since, Texts texts)
      throws SQLException {
    say("what was stored");
    var stored = Reconciliation.of(data, since, o.sent(), texts);
    return new Outcome(
        o.setting(), o.startup(), o.warmUp(), o.steps(), o.memory(), o.sent(), Optional.of(stored));
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

  private static void say(String line) {
    System.err.println("combot bench: " + line + " …");
  }
}

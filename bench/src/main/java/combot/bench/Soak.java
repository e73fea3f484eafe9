package combot.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A long time of steady load on a gateway and its workers, told line by line. */
final class Soak {

  /**
   * What is to be done.
   *
   * @param think mean of the time from an answer to the next request
   * @param line how often a line is printed
   * @param options for {@code serve}
   */
  record Plan(
      Duration time, int users, int workers, Duration think, Duration line, List<String> options) {

    Plan {
      options = List.copyOf(options);
    }
  }

  private static final Duration START = Duration.ofMinutes(2);
  private static final int SECONDS_TO_SUM_UP = 300;

  /** Longer thoughts than so many times the mean are cut: one in 22,000. */
  private static final double LONGEST_THOUGHT = 10;

  private final Plan plan;
  private final PrintStream out;
  private final ServerProcess server;
  private final Runner runner;
  private final Load load;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private long conversations;

  private Soak(Plan plan, ServerProcess server, Database database, Texts texts, PrintStream out) {
    this.plan = plan;
    this.out = out;
    this.server = server;
    var target = new Target(server.address(), new LinkedHashMap<>(), Optional.of(database));
    runner = new Runner(target, texts, _ -> {});
    load =
        new Load(
            Extent.of(plan.time()),
            () -> runner.conversation(conversations++ % 2 == 0),
            () -> Cpu.now(target.processes()));
  }

  /**
   * Runs until the time is over or this program is told to end, and then tells what came of it.
   *
   * @param keep whether what the servers wrote stays; it stays too where something was wrong
   * @return whether every answer was right and what is stored agrees
   */
  static boolean run(Plan plan, Path home, Path folder, boolean keep, PrintStream out)
      throws IOException, SQLException {
    Files.createDirectories(folder.resolve("data"));
    var options = new ArrayList<>(List.of("--workers=" + plan.workers()));
    options.addAll(plan.options());
    var study = Session.withoutQuota(home, folder);
    var how = new ServerProcess.How(home, "serve", folder, study, options, Map.of());
    var database = Database.in(how.data());
    var texts = new Texts(0);
    long since = System.currentTimeMillis() - 1;
    var done = new CountDownLatch(1);
    try (var server = ServerProcess.start(how)) {
      var soak = new Soak(plan, server, database, texts, out);
      server.beforeEnd(() -> soak.endEarly(done));
      soak.tellSetting(database);
      var measured = soak.load();
      server.end();
      var stored = Reconciliation.of(database, since, soak.runner.sent(), texts);
      boolean sound = new SoakSummary(out).print(measured, soak.runner.sent(), stored);
      Session.leave(folder, keep || !sound);
      return sound;
    } finally {
      done.countDown();
    }
  }

  /** On Ctrl-C: who is there ends their conversation; then all is summed up. */
  private void endEarly(CountDownLatch done) {
    load.stop();
    try {
      done.await(SECONDS_TO_SUM_UP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellSetting(Database database) throws IOException {
    var what =
        "soak for %s, %d participants, %s of thought, serve %s"
            .formatted(plan.time(), plan.users(), plan.think(), plan.options());
    Setting.of(List.of(what), Optional.of(database))
        .forEach((name, value) -> out.printf(Locale.ROOT, "%-12s %s%n", name, value));
    server.await("all are ready", START, () -> server.ready().size() == plan.workers());
    server.await("the gateway is ready", START, server::isReady);
  }

  /** Blocks until nobody is there any more. */
  private SoakSummary.Course load() throws IOException {
    var watch = new SoakWatch(server, load, plan.workers(), plan.line(), out);
    var thread = Thread.ofPlatform().daemon().name("watch").start(watch);
    var trouble = Optional.<String>empty();
    try {
      new Loop(server.address(), load, this::thought).run(plan.users());
    } catch (UncheckedIOException e) {
      trouble = Optional.of(e.getMessage());
    }
    watch.end(thread);
    var scenario = new Scenario(Scenario.What.NEW, plan.users());
    return new SoakSummary.Course(load.measured(scenario), watch.seen(), watch.replaced(), trouble);
  }

  /** Exponential; none once the load is stopped. */
  private long thought() {
    double drawn = Math.min(LONGEST_THOUGHT, random.nextExponential());
    return load.isStopped() ? 0 : (long) (drawn * plan.think().toNanos());
  }
}

package combot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs scenarios against one worker, one after another, on the calling thread. */
final class Runner {

  private static final int BARE_IN = 10;

  private final Target target;
  private final Texts texts;
  private final Sent sent = new Sent();
  private final AtomicLong numbers = new AtomicLong();
  private final Consumer<String> progress;

  /**
   * @param progress hears what goes on
   */
  Runner(Target target, Texts texts, Consumer<String> progress) {
    this.target = target;
    this.texts = texts;
    this.progress = progress;
  }

  Sent sent() {
    return sent;
  }

  /** A conversation of this run; no two are alike. */
  ConversationScript conversation(boolean fresh) {
    return new ConversationScript(target.host(), numbers.getAndIncrement(), texts, fresh, sent);
  }

  /** New first messages, known ones and the bare endpoint by turns: all code paths get compiled. */
  Measured warmUp(Extent extent, int users) throws IOException {
    progress.accept("warm-up");
    var turn = new AtomicLong();
    return run(
        new Scenario(Scenario.What.NEW, users),
        extent,
        () -> turn.incrementAndGet() % BARE_IN == 0 ? bare() : conversation(turn.get() % 2 == 0));
  }

  /** Runs {@code scenarios}, each after a short look at the bare endpoint with {@code users}. */
  List<Outcome.Step> measure(List<Scenario> scenarios, Extent extent, Extent probe, int users)
      throws IOException {
    var steps = new ArrayList<Outcome.Step>();
    for (var scenario : scenarios) {
      progress.accept(scenario.title());
      if (scenario.what() == Scenario.What.BARE) {
        var measured = run(scenario, extent, this::bare);
        steps.add(new Outcome.Step(measured, measured));
      } else {
        var bare = run(new Scenario(Scenario.What.BARE, users), probe, this::bare);
        boolean fresh = scenario.what() == Scenario.What.NEW;
        steps.add(new Outcome.Step(run(scenario, extent, () -> conversation(fresh)), bare));
      }
    }
    return steps;
  }

  private Script bare() {
    return new BareScript(target.host());
  }

  private Measured run(Scenario scenario, Extent extent, Supplier<Script> scripts)
      throws IOException {
    var load = new Load(extent, scripts, () -> Cpu.now(target.pid()));
    new Loop(target.address(), load).run(scenario.users());
    return load.measured(scenario);
  }
}

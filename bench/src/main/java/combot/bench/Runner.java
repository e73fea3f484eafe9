package combot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs scenarios against one server, one after another, on the calling thread. */
final class Runner {

  /** Scripts of which one is a conversation, of nine requests. */
  private static final int MIX = 10;

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

  /**
   * New first messages and known ones by turns, and as many bare requests as these conversations
   * have: all that is measured later gets compiled, here and there.
   */
  Measured warmUp(Extent extent, int users) throws IOException {
    progress.accept("warm-up");
    var turns = new AtomicLong();
    return run(
        new Scenario(Scenario.What.NEW, users),
        extent,
        () -> {
          long turn = turns.getAndIncrement();
          return turn % MIX == 0 ? conversation(turn / MIX % 2 == 0) : bare();
        });
  }

  /** Runs {@code scenarios}, each after a short look at the bare endpoint with {@code users}. */
  List<Outcome.Step> measure(List<Scenario> scenarios, Extent extent, Extent probe, int users)
      throws IOException {
    var steps = new ArrayList<Outcome.Step>();
    for (var scenario : scenarios) {
      progress.accept(scenario.title());
      if (scenario.what() == Scenario.What.BARE) {
        var measured = measure(scenario, extent);
        steps.add(new Outcome.Step(measured, measured));
      } else {
        var bare = measure(new Scenario(Scenario.What.BARE, users), probe);
        steps.add(new Outcome.Step(measure(scenario, extent), bare));
      }
    }
    return steps;
  }

  /** Runs a scenario alone. */
  Measured measure(Scenario scenario, Extent extent) throws IOException {
    return switch (scenario.what()) {
      case BARE -> run(scenario, extent, this::bare);
      case CACHED -> run(scenario, extent, () -> conversation(false));
      case NEW -> run(scenario, extent, () -> conversation(true));
    };
  }

  private Script bare() {
    return new BareScript(target.host());
  }

  private Measured run(Scenario scenario, Extent extent, Supplier<Script> scripts)
      throws IOException {
    var load = new Load(extent, scripts, () -> Cpu.now(target.processes()));
    new Loop(target.address(), load).run(scenario.users());
    return load.measured(scenario);
  }
}

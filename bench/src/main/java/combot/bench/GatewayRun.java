package combot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Measures the gateway against a worker without one. They take turns, round by round, so that what
 * else the machine does hits each.
 */
final class GatewayRun {

  /**
   * What is to be measured.
   *
   * @param workers behind the gateway
   * @param time of each round
   */
  record Plan(Set<Row> rows, int users, int workers, int rounds, Duration time) {

    Plan {
      rows = Set.copyOf(rows);
    }

    List<Scenario> scenarios() {
      return rows.stream().sorted().flatMap(row -> row.scenario(users).stream()).toList();
    }

    Scenario cached() {
      return Row.CACHED.scenario(users).orElseThrow();
    }

    Scenario fresh() {
      return Row.NEW.scenario(users).orElseThrow();
    }
  }

  private static final String WRITE_WAIT = "combot_database_write_wait_max_seconds";
  private static final Extent WARM_UP = Extent.of(Duration.ofSeconds(3));
  private static final int RENEWALS = 2;

  private final Plan plan;
  private final Path home;
  private final Path folder;
  private final SequencedMap<String, Double> ready = new LinkedHashMap<>();
  private final List<Round> rounds = new ArrayList<>();
  private final List<Renewal> renewals = new ArrayList<>();
  private final List<Side.Account> accounts = new ArrayList<>();
  private Optional<SequencedMap<String, Memory>> loaded = Optional.empty();
  private Optional<Idle> idle = Optional.empty();

  private GatewayRun(Plan plan, Path home, Path folder) {
    this.plan = plan;
    this.home = home;
    this.folder = folder;
  }

  /**
   * Starts what is needed, measures it and ends it.
   *
   * @param home the installation
   * @param folder for what the servers write
   */
  static GatewayOutcome of(Plan plan, Path home, Path folder) throws IOException, SQLException {
    var run = new GatewayRun(plan, home, folder);
    if (!plan.scenarios().isEmpty() || plan.rows().contains(Row.MEMORY)) {
      run.takeTurns();
    }
    if (plan.rows().contains(Row.IDLE)) {
      run.leaveAlone();
    }
    for (int i = 1; plan.rows().contains(Row.RECYCLE) && i <= RENEWALS; i++) {
      run.renew("new-" + i, plan.fresh());
      run.renew("new-known-" + i, plan.cached());
    }
    return run.outcome();
  }

  private GatewayOutcome outcome() throws IOException {
    var names = plan.rows().stream().sorted().map(Row::toString).toList();
    var setting = Setting.of(names, Optional.of(Database.in(folder)));
    return new GatewayOutcome(setting, ready, rounds, loaded, idle, renewals, accounts);
  }

  private Side gateway(String folderName, int workers, Map<String, String> environment)
      throws IOException {
    return Side.gateway(home, folder.resolve(folderName), workers, environment);
  }

  /** The gateway is started first and ended last, so that its memory can be weighed alone. */
  private void takeTurns() throws IOException, SQLException {
    try (var gateway = gateway("gateway", plan.workers(), Map.of())) {
      if (!plan.scenarios().isEmpty()) {
        compare(gateway);
      }
      if (plan.rows().contains(Row.MEMORY)) {
        loaded = Optional.of(gateway.memory());
      }
      accounts.add(gateway.end());
    }
  }

  private void compare(Side gateway) throws IOException, SQLException {
    try (var worker = Side.worker(home, folder.resolve("worker"))) {
      if (plan.rows().contains(Row.CACHED) && plan.workers() > 1) {
        try (var small = gateway("gateway-1", 1, Map.of())) {
          compare(List.of(worker, gateway, small));
          accounts.add(small.end());
        }
      } else {
        compare(List.of(worker, gateway));
      }
      accounts.add(worker.end());
    }
  }

  private void compare(List<Side> sides) throws IOException {
    for (var side : sides) {
      ready.put(side.name(), side.readyAfter());
      Session.say("warm-up of " + side.name());
      side.warmUp(WARM_UP, plan.users());
    }
    for (var scenario : plan.scenarios()) {
      for (int number = 1; number <= plan.rounds(); number++) {
        for (var side : scenario.equals(plan.cached()) ? sides : sides.subList(0, 2)) {
          measure(side, scenario, number);
        }
      }
    }
  }

  private void measure(Side side, Scenario scenario, int number) throws IOException {
    Session.say(
        "%s by %s, %d of %d".formatted(scenario.title(), side.name(), number, plan.rounds()));
    var measured = side.measure(scenario, Extent.of(plan.time()));
    var waited =
        Page.get(side.target().address(), "/metrics")
            .map(page -> page.greatest(WRITE_WAIT))
            .orElse(OptionalDouble.empty());
    rounds.add(new Round(side.name(), number, measured, waited));
  }

  private void leaveAlone() throws IOException, SQLException {
    try (var gateway = gateway("idle", plan.workers(), Idle.SOON)) {
      Session.say("models unloaded");
      var load = List.of(plan.cached(), plan.fresh());
      idle = Optional.of(Idle.of(gateway, load, Extent.of(plan.time())));
      accounts.add(gateway.end());
    }
  }

  private void renew(String name, Scenario scenario) throws IOException, SQLException {
    try (var worker = Side.worker(home, folder.resolve(name))) {
      renewals.add(Renewal.of(worker, scenario));
      accounts.add(worker.end());
    }
  }
}

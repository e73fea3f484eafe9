package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot bench gateway}. Exit codes as those of {@link Bench}. */
@Command(
    name = "gateway",
    description = {
      "Measures the gateway and its workers against a worker without gateway, by turns, about six minutes.",
      "All servers are started by it, each with an empty database under target/."
    },
    sortOptions = false)
final class GatewayBench implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private Common common;

  @Option(
      names = "--only",
      paramLabel = "ROW",
      description =
          "cached, new or crowd (1,000 participants), by turns; memory after these; idle, models unloaded; recycle, a new worker."
              + " Repeatable. Default: all.")
  private Row[] only = Row.values();

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "Behind the gateway (${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each side has its turn (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--time",
      defaultValue = "10s",
      converter = Times.class,
      description = "How long each turn is measured (${DEFAULT-VALUE}).")
  private Duration time;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there too.")
  private Path json;

  @Override
  public Integer call() throws IOException, SQLException {
    if (common.users < 1 || workers < 1 || rounds < 1 || !time.isPositive()) {
      throw new ParameterException(
          spec.commandLine(), "--users, --workers, --rounds and --time must be above 0");
    }
    Bench.checkJson(spec, json);
    var home = Bench.home();
    var folder = Session.folder(home);
    var rows = EnumSet.copyOf(Arrays.asList(only));
    var outcome =
        GatewayRun.of(new GatewayRun.Plan(rows, common.users, workers, rounds, time), home, folder);
    new GatewayTextReport(System.out).print(outcome);
    if (json != null) {
      Files.writeString(json, GatewayJsonReport.of(outcome));
    }
    Session.leave(folder, common.keep || !outcome.isSound());
    return outcome.isSound() ? 0 : 1;
  }
}

package combot.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code combot bench soak}. Exit codes as those of {@link Bench}. */
@Command(
    name = "soak",
    description = {
      "Holds conversations with ./combot serve for a long time, tells how it fares, and compares what was stored at the end.",
      "Ctrl-C ends it before its time, with its summary."
    },
    sortOptions = false)
final class SoakBench implements Callable<Integer> {

  private static final Duration LONGEST = Duration.ofHours(24);

  @Spec private CommandSpec spec;

  @Mixin private Common common;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Times.class,
      description = "How long, at most 24h (${DEFAULT-VALUE}).")
  private Duration time;

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "Behind the gateway (${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--think",
      paramLabel = "TIME",
      defaultValue = "100ms",
      converter = Times.class,
      description =
          "From an answer to the next request, on average; drawn from an exponential distribution (${DEFAULT-VALUE}).")
  private Duration think;

  @Option(
      names = "--line",
      paramLabel = "TIME",
      defaultValue = "1m",
      converter = Times.class,
      description = "How often a line is printed (${DEFAULT-VALUE}).")
  private Duration line;

  @Parameters(
      paramLabel = "OPTION",
      description = "Behind --: options for ./combot serve, such as --recycle-interval=0.")
  private List<String> options = List.of();

  @Override
  public Integer call() throws IOException, SQLException {
    if (common.users < 1
        || workers < 1
        || !time.isPositive()
        || !line.isPositive()
        || time.compareTo(LONGEST) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--users, --workers, --for and --line must be above 0, and --for at most 24h");
    }
    var home = Bench.home();
    var folder = Session.folder(home);
    var plan = new Soak.Plan(time, common.users, workers, think, line, options);
    return Soak.run(plan, home, folder, common.keep, System.out) ? 0 : 1;
  }
}

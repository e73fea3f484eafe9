package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code combot bench}. Exit codes: 0 all answers right and all stored, 1 not so, 2 wrong usage.
 */
@Command(
    name = "combot bench",
    description = {
      "Measures a worker: whole conversations over HTTP, each answer judged, what was stored counted.",
      "Starts a worker of its own with an empty database under target/, unless --url is given."
    },
    sortOptions = false)
public final class Bench implements Callable<Integer> {

  static final List<String> DEFAULT =
      List.of("bare", "one", "cached", "new", "cached1000", "new1000", "bare");

  @Spec private CommandSpec spec;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "bare, one, cached or new, the last two and bare with a number of users if it is not --users (cached1000); repeatable, run in"
            + " the order given.",
        "Default: bare one cached new cached1000 new1000 bare."
      })
  private List<String> names = DEFAULT;

  @Option(
      names = "--users",
      defaultValue = "15",
      description = "Participants at once (${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long each scenario is measured (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--conversations",
      description = "Conversations (or bare requests) in each scenario, instead of --seconds.")
  private Long conversations;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "Before all scenarios: 20s, 2m (${DEFAULT-VALUE}).")
  private String warmUp;

  @Option(
      names = "--probe",
      paramLabel = "TIME",
      defaultValue = "3s",
      description = "The bare endpoint before each scenario (${DEFAULT-VALUE}).")
  private String probe;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there too.")
  private Path json;

  @Option(
      names = "--study",
      paramLabel = "FILE",
      description = "Study for the worker. Default: studies/think-feel.yaml without its quota.")
  private Path study;

  @Option(
      names = "--keep",
      description = "Leave the database and the worker's output under target/.")
  private boolean keep;

  @Option(
      names = "--url",
      description = "Measure a worker that runs on this machine, such as http://127.0.0.1:8000.")
  private String url;

  @Option(names = "--pid", description = "With --url: its process, for processor time and memory.")
  private Long pid;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "With --url: its data, to see what was stored. Nobody else may use it meanwhile.")
  private Path data;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and end.")
  private boolean help;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((e, _) -> misused(e))
        .setExecutionExceptionHandler((e, command, _) -> fail(e, command));
  }

  private static int misused(ParameterException e) {
    e.getCommandLine().getErr().printf("%s%nSee './combot bench --help'.%n", e.getMessage());
    return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int fail(Exception e, CommandLine command) throws Exception {
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof SQLException) {
      command.getErr().println("combot bench: " + e.getMessage());
      return 1;
    }
    throw e;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var plan = plan();
    checkJson();
    var home = Path.of(System.getProperty("combot.home", ".")).toAbsolutePath().normalize();
    var outcome =
        url == null
            ? Session.own(plan, home, Optional.ofNullable(study), keep)
            : Session.of(plan, running());
    new TextReport(System.out).print(outcome);
    if (json != null) {
      Files.writeString(json, JsonReport.of(outcome));
    }
    return outcome.isSound() ? 0 : 1;
  }

  private Plan plan() {
    if (users < 1 || seconds < 1 || conversations != null && conversations < 1) {
      throw wrong("--users, --seconds and --conversations must be 1 or more");
    }
    var scenarios = names.stream().map(this::scenario).toList();
    var extent =
        conversations == null ? Extent.of(Duration.ofSeconds(seconds)) : Extent.of(conversations);
    return new Plan(
        scenarios,
        users,
        extent,
        Extent.of(time("--warm-up", warmUp)),
        Extent.of(time("--probe", probe)));
  }

  private Scenario scenario(String name) {
    return Scenario.parse(name, users)
        .orElseThrow(() ->
            wrong(
                "--scenario must be bare, one, cached or new, with a number of users or without, was "
                    + name));
  }

  private Duration time(String option, String text) {
    if (!text.matches("\\d{1,4}[smSM]")) {
      throw wrong(option + " must be like 20s or 2m, was " + text);
    }
    return Duration.parse("PT" + text);
  }

  /** Before the run, not after: a run takes minutes. */
  private void checkJson() {
    if (json != null
        && !Files.isWritable(Files.exists(json) ? json : json.toAbsolutePath().getParent())) {
      throw wrong("--json " + json + " can't be written");
    }
  }

  private Target running() {
    try {
      var process = pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
      return new Target(Target.local(url), process, Optional.ofNullable(data));
    } catch (IllegalArgumentException e) {
      throw wrong("--url " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code combot bench}. Exit codes: 0 all answers right and all stored, 1 not so, 2 wrong usage.
 */
@Command(
    name = "combot bench",
    subcommands = {
      GatewayBench.class,
      SoakBench.class,
      GeneratorBench.class,
      ModelBench.class,
      EndpointCommand.class
    },
    description = {
      "Measures a worker: whole conversations over HTTP, each answer judged, what was stored counted.",
      "Starts a worker of its own with an empty database under target/, unless --url is given."
    },
    sortOptions = false)
public final class Bench implements Callable<Integer> {

  static final List<String> DEFAULT =
      List.of("bare", "one", "cached", "new", "cached1000", "new1000", "bare");

  @Spec private CommandSpec spec;

  @Mixin private Common common;

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
      converter = Times.class,
      description = "Before all scenarios: 20s, 2m (${DEFAULT-VALUE}).")
  private Duration warmUp;

  @Option(
      names = "--probe",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = Times.class,
      description = "The bare endpoint before each scenario (${DEFAULT-VALUE}).")
  private Duration probe;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there too.")
  private Path json;

  @Option(
      names = "--study",
      paramLabel = "FILE",
      description = "Study for the worker. Default: studies/think-feel.yaml without its quota.")
  private Path study;

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
      names = "--database",
      paramLabel = "URL",
      description = {
        "An empty PostgreSQL database for the worker, instead of a file:",
        "postgresql://user:password@host:5432/name. With --url: the database that it uses."
      })
  private String database;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
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
    checkJson(spec, json);
    checkDatabase();
    var home = home();
    var outcome =
        url == null
            ? Session.own(
                plan, home, Optional.ofNullable(study), Optional.ofNullable(database), common.keep)
            : Session.of(plan, running());
    new TextReport(System.out).print(outcome);
    if (json != null) {
      Files.writeString(json, JsonReport.of(outcome));
    }
    return outcome.isSound() ? 0 : 1;
  }

  private Plan plan() {
    if (common.users < 1 || seconds < 1 || conversations != null && conversations < 1) {
      throw wrong("--users, --seconds and --conversations must be 1 or more");
    }
    var scenarios = names.stream().map(this::scenario).toList();
    var extent =
        conversations == null ? Extent.of(Duration.ofSeconds(seconds)) : Extent.of(conversations);
    return new Plan(scenarios, common.users, extent, Extent.of(warmUp), Extent.of(probe));
  }

  private Scenario scenario(String name) {
    return Scenario.parse(name, common.users)
        .orElseThrow(() ->
            wrong(
                "--scenario must be bare, one, cached or new, with a number of users or without, was "
                    + name));
  }

  /** Before the run, not after: a run takes minutes. */
  static void checkJson(CommandSpec spec, Path json) {
    if (json != null
        && !Files.isWritable(Files.exists(json) ? json : json.toAbsolutePath().getParent())) {
      throw new ParameterException(spec.commandLine(), "--json " + json + " can't be written");
    }
  }

  /** The installation. */
  static Path home() {
    return Path.of(System.getProperty("combot.home", ".")).toAbsolutePath().normalize();
  }

  private Target running() {
    try {
      var processes = new LinkedHashMap<>(pid == null ? Map.of() : Map.of("worker", pid));
      return new Target(Target.local(url), processes, stored());
    } catch (IllegalArgumentException e) {
      throw wrong("--url " + e.getMessage());
    }
  }

  private Optional<Database> stored() {
    return Optional.ofNullable(database)
        .map(Database::at)
        .or(() -> Optional.ofNullable(data).map(Database::in));
  }

  private void checkDatabase() {
    try {
      stored();
    } catch (IllegalArgumentException e) {
      throw wrong("--database " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

package combot.loadtest;

import combot.control.ControlClient;
import combot.loadtest.Requirement.Held;
import combot.report.ReportFiles;
import combot.report.TerminalForm;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code combot loadtest}: what so many participants would do to a server. */
@Command(
    name = "loadtest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = LoadTestCommand.FAILED,
    exitCodeOnExecutionException = LoadTestCommand.FAILED,
    description = {
      "Sends virtual participants to the running Combot, judges every answer, and compares what they sent with what is stored.",
      "What they say is kept apart from every study's data, counts and quotas; --purge removes it.",
      "",
      "Exit code 0 where all went well, 2 where an answer was wrong or never came, a turn was lost or a requirement was not reached, 1 for wrong usage."
    })
public final class LoadTestCommand implements Callable<Integer> {

  static final int FAILED = 1;
  private static final int NOT_REACHED = 2;

  /** What a purge by itself has use for. */
  private static final Set<String> OF_A_PURGE =
      Set.of("--purge", "--url", "--data", "--key", "--i-own-this-server");

  private static final String STDOUT = "-";
  private static final DateTimeFormatter RUN = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHAPE",
      description = {
        "sessions (default): groups that come together, converse and leave;",
        "steps: ever more participants at once;",
        "burst: all first messages within one second;",
        "campaign: all people of a study, in sessions;",
        "soak: the same number for a long time;",
        "arrivals: ever new ones, whatever the server does."
      })
  private ShapeName shape;

  @Mixin private ShapeOptions load;
  @Mixin private BehaviourOptions behaviour;
  @Mixin private TargetOptions target;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "3s",
      description = "Time in which a few come first who are not measured (${DEFAULT-VALUE}).")
  private Duration warmUp;

  @Option(
      names = "--max-time",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "3h",
      description = "After which it ends in any case (${DEFAULT-VALUE}).")
  private Duration longest;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "5000000",
      description = "After which it ends in any case (${DEFAULT-VALUE}).")
  private long most;

  @Option(
      names = "--require",
      paramLabel = "BOUND",
      description = {
        "What each stage must reach, or the exit code is 2; repeatable. Times of replies: mean, p50, p90, p95, p99, max, as in p95<500ms;",
        "of others: page., asset., study., begin., first., read., all., session., as in begin.p99<=1s; success>=99.9%%, failures<=0, requests>=100 a second, conversations>=200 an hour."
      })
  private List<String> required = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures; - prints them.")
  private String json;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes the report with plots.")
  private Path html;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Writes the report.")
  private Path markdown;

  @Option(
      names = "--purge",
      description =
          "Removes what it stored, at the end. Without a shape: removes what all load tests stored, and does nothing else.")
  private boolean purge;

  @Override
  public Integer call() throws InterruptedException {
    refuseWhatIsForNothing();
    var requirements = requirements();
    var url = target.url();
    if (!LoadTest.isLoopback(url) && !target.isOwn()) {
      throw wrong(
          "%s is not this machine. A load test can bring a server down: give --i-own-this-server if it is yours."
              .formatted(url));
    }
    if (purge && shape == null) {
      long removed = LoadTest.purge(url, target.key());
      out().println(Figure.format("%,d conversations of load tests were removed.", removed));
      return 0;
    }
    target.refuseDrained();
    var plan = plan(url);
    checkFiles();
    return run(plan, requirements);
  }

  /** What would be passed over in silence. */
  private void refuseWhatIsForNothing() {
    var given = spec.commandLine().getParseResult();
    if (purge && shape == null) {
      given.matchedOptions().stream()
          .map(OptionSpec::longestName)
          .filter(name -> !OF_A_PURGE.contains(name))
          .findFirst()
          .ifPresent(name -> {
            throw wrong(
                "--purge without a shape removes what all load tests stored and sends nothing, so %s is for nothing: name a shape, as in 'loadtest sessions --purge', or leave %s out."
                    .formatted(name, name));
          });
      return;
    }
    var known = shape().options();
    Stream.of(ShapeName.values())
        .flatMap(other -> other.options().stream())
        .filter(name -> !known.contains(name) && given.hasMatchedOption(name))
        .findFirst()
        .ifPresent(name -> {
          throw wrong(
              "%s has no %s; it has %s.".formatted(shape(), name, String.join(", ", known)));
        });
  }

  private ShapeName shape() {
    return shape == null ? ShapeName.SESSIONS : shape;
  }

  private Plan plan(URI url) {
    try {
      return new Plan(
          url,
          target.study(),
          target.key(),
          RUN.format(LocalDateTime.now()) + "-" + suffix(),
          load.shape(shape()),
          behaviour.behaviour(),
          behaviour.seed(),
          behaviour.complaints(),
          !behaviour.knownTexts(),
          warmUp,
          longest,
          most,
          purge);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private static String suffix() {
    return Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36, 36 * 36 * 36), 36);
  }

  private List<Requirement> requirements() {
    try {
      return required.stream().map(Requirement::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Ctrl-C ends the participants' work and lets the report be written. */
  private int run(Plan plan, List<Requirement> requirements) {
    var worker = Thread.currentThread();
    return Ending.guard(
        () -> report(LoadTest.run(plan, new ProgressLine(err())), requirements),
        worker::interrupt,
        FAILED);
  }

  private int report(Outcome outcome, List<Requirement> requirements) {
    var held = Requirement.hold(requirements, outcome);
    boolean reached = held.stream().allMatch(Held::holds);
    var document = LoadReport.of(outcome, held);
    if (!STDOUT.equals(json)) {
      boolean terminal = System.console() != null && System.console().isTerminal();
      print(new TerminalForm(TerminalForm.widthIn(System.getenv()), terminal).write(document));
    }
    var told = OutcomeJson.of(outcome, held).encodePrettily();
    if (STDOUT.equals(json)) {
      print(told + "\n");
    }
    var problems = files().write(document, told);
    problems.forEach(err()::println);
    if (!problems.isEmpty()) {
      return FAILED;
    }
    return outcome.isRight() && reached ? 0 : NOT_REACHED;
  }

  /** At once: who ends this while a file is written has read it by then. */
  private void print(String text) {
    out().print(text);
    out().flush();
  }

  private ReportFiles files() {
    return new ReportFiles(
        json == null || STDOUT.equals(json) ? null : Path.of(json), html, markdown);
  }

  /** Before anything is sent. */
  private void checkFiles() {
    try {
      files().check();
    } catch (UncheckedIOException e) {
      throw wrong(e.getMessage());
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Which server, and by which right. */
  static final class TargetOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "The server; without it, the one whose data folder is --data.")
    private URI url;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        defaultValue = "data",
        description =
            "Data folder of the running Combot, for its address and key (./${DEFAULT-VALUE}).")
    private Path data;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "File with the server's key for load tests; or COMBOT_LOADTEST_KEY.")
    private Path keyFile;

    @Option(
        names = "--study",
        paramLabel = "ID",
        defaultValue = "",
        description = "The study; without it, the first that is served.")
    private String study;

    @Option(
        names = "--i-own-this-server",
        description = "Lets it put a load on another machine than this.")
    private boolean own;

    private boolean drained;

    boolean isOwn() {
      return own;
    }

    String study() {
      return study;
    }

    /**
     * @throws combot.control.ControlException if no server is given, and none runs
     */
    URI url() {
      var found = url == null ? asked() : url;
      if (found.getHost() == null || !String.valueOf(found.getScheme()).matches("https?")) {
        throw new ParameterException(
            spec.commandLine(), "--url must be like http://localhost:8000, was " + found);
      }
      if (found.getRawUserInfo() != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--url must be without a name and password: they are not sent, and reports would show them. Leave out what stands before the @.");
      }
      return found;
    }

    /** Never a guess: it could be another server that listens there. */
    private URI asked() {
      return new ControlClient(data)
          .ask(new JsonObject().put("command", "status"), _ -> {})
          .map(this::address)
          .orElseThrow(() ->
              new ParameterException(
                  spec.commandLine(),
                  "The Combot of %s ended while it was asked for its address: start it, or give --url."
                      .formatted(data)));
    }

    private URI address(JsonObject status) {
      drained = "draining".equals(status.getString("state"));
      return URI.create(status.getString("url"));
    }

    /** Known once {@link #url} has asked. */
    void refuseDrained() {
      if (drained) {
        throw new ParameterException(
            spec.commandLine(),
            "Nobody new is let in there since ./combot drain, virtual participants neither. End that first: ./combot drain --end");
      }
    }

    String key() {
      var variable = System.getenv("COMBOT_LOADTEST_KEY");
      if (keyFile == null && variable != null && !variable.isBlank()) {
        return variable.strip();
      }
      var file = keyFile == null ? data.resolve("loadtest.key") : keyFile;
      try {
        var key = Files.readString(file).strip();
        if (!key.matches("\\S+")) {
          throw new ParameterException(
              spec.commandLine(),
              file + " holds no key: a key is one word. Give a copy of the server's loadtest.key.");
        }
        return key;
      } catch (IOException e) {
        throw new ParameterException(
            spec.commandLine(),
            "The server's key can't be read from %s. Give --data with the server's data folder, or --key with a copy of its loadtest.key."
                .formatted(file));
      }
    }
  }
}

package combot.readiness;

import combot.loadtest.Ending;
import combot.loadtest.Figure;
import combot.loadtest.LiveLine;
import combot.report.ReportFiles;
import combot.report.TerminalForm;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code combot check}: whether the running Combot and its machine are ready for a study. */
@Command(
    name = "check",
    description = {
      "Looks at the running Combot and its machine, and says whether they are ready for a study: each line with its threshold, how it was measured, and what to do. What each means: docs/check.md.",
      "The report is kept in the folder reports of the data and compared with the one before."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = CheckCommand.WRONG,
    exitCodeOnExecutionException = CheckCommand.WRONG,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:READY, or READY WITH WARNINGS",
      "1:wrong usage, no Combot runs there, or a report can't be written",
      "2:NOT READY; with --strict also READY WITH WARNINGS"
    })
public final class CheckCommand implements Callable<Integer> {

  static final int WRONG = 1;
  private static final int NOT_READY = 2;
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(1);
  private static final Path STANDARD_OUTPUT = Path.of("-");

  /** An address as browsers take it. */
  static final class Address implements ITypeConverter<URI> {
    @Override
    public URI convert(String given) {
      try {
        var url = URI.create(given);
        if (url.getRawUserInfo() != null) {
          throw new TypeConversionException(
              "must be without a name and password: they are not sent, and reports would show them. Leave out what stands before the @");
        }
        if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
          return url;
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
      throw new TypeConversionException(
          "must be an address such as https://study.example.org, was " + given);
    }
  }

  /** One of them at most. */
  static final class DepthOptions {
    @Option(
        names = "--quick",
        description = "Looks at all that needs no load; takes less than 10 s.")
    private boolean quick;

    @Option(names = "--full", description = "Looks at all there is; takes about an hour.")
    private boolean full;

    private Depth depth() {
      return quick ? Depth.QUICK : full ? Depth.FULL : Depth.STANDARD;
    }
  }

  @ArgGroup private DepthOptions chosen = new DepthOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of the running Combot (./${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--url",
      paramLabel = "URL",
      converter = Address.class,
      description = "Address under which participants reach it, such as https://study.example.org.")
  private URI url;

  @Option(
      names = "--backups",
      paramLabel = "DIR",
      description = "Folder in which backups are kept.")
  private Path backups;

  @Option(
      names = "--thresholds",
      paramLabel = "FILE",
      description =
          "Changed thresholds, as in docs/check.md; DIR/thresholds.yaml is read before it, where there is one.")
  private Path thresholds;

  @Option(
      names = "--target",
      paramLabel = "users=N,session=N",
      converter = Target.Converter.class,
      defaultValue = "users=1000,session=15",
      description = "People of the study in all, and at once (${DEFAULT-VALUE}).")
  private Target target;

  @Option(
      names = "--force",
      description = "Sends load also where participants are there, who then have to wait.")
  private boolean force;

  @Option(names = "--time-scale", hidden = true, defaultValue = "" + Programme.USUAL)
  private double scale;

  @Option(names = "--strict", description = "Takes warnings for failures.")
  private boolean strict;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the report as JSON; - prints it, and nothing else.")
  private Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes it as one page of HTML.")
  private Path html;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Writes it as Markdown.")
  private Path markdown;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var limits = limits();
    var running = Running.on(data);
    if (chosen.depth() == Depth.QUICK) {
      checkFiles();
      return report(running, limits, Optional.empty());
    }
    var programme = programme();
    checkFiles();
    var line = new LiveLine(err());
    var settled = running.settled(data, SETTLES_WITHIN, line);
    var trials = new Trials(programme, line);
    err().println(announced(programme));
    return Ending.guard(() -> report(settled, limits, Optional.of(trials)), trials::stop, WRONG);
  }

  private Programme programme() {
    try {
      return new Programme(chosen.depth(), target, scale);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static String announced(Programme programme) {
    return "Virtual participants will load this Combot, for about %s. What they say is kept out of every study and removed at the end; people who take part meanwhile would have to wait. Ctrl-C ends it, with a report of what was done."
        .formatted(Figure.time(programme.expected()));
  }

  private int report(Running running, Limits limits, Optional<Trials> trials) {
    var archive = new Archive(data.toAbsolutePath().normalize());
    var report = look(running, limits, earlier(archive), trials);
    var told = ReportJson.of(report);
    save(archive, told);
    return print(report, told) ? code(report.verdict().outcome(), strict) : WRONG;
  }

  static int code(Verdict.Outcome outcome, boolean strict) {
    return switch (outcome) {
      case READY -> 0;
      case READY_WITH_WARNINGS -> strict ? NOT_READY : 0;
      case NOT_READY -> NOT_READY;
    };
  }

  private Limits limits() {
    try {
      var limits = Limits.defaults();
      var own = data.resolve("thresholds.yaml");
      if (Files.exists(own)) {
        limits = limits.changedBy(own);
      }
      return thresholds == null ? limits : limits.changedBy(thresholds);
    } catch (Limits.Invalid e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<JsonObject> earlier(Archive archive) {
    try {
      return archive.all();
    } catch (IOException e) {
      err().println("Earlier reports can't be read, so nothing is compared: " + e);
      return List.of();
    }
  }

  private Report look(
      Running running, Limits limits, List<JsonObject> earlier, Optional<Trials> trials) {
    var depth = chosen.depth();
    var clock = InstantSource.system();
    var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var context =
        new Context(
            Path.of("/"),
            data.toAbsolutePath().normalize(),
            running,
            limits,
            clock,
            Optional.ofNullable(url),
            Optional.ofNullable(backups),
            earlier,
            new HashMap<>());
    var sections =
        new ArrayList<>(Part.quick(target).stream().map(part -> part.look(context)).toList());
    var loads = trials.map(all -> all.run(context, force));
    loads.ifPresent(all -> {
      sections.add(1, Part.performance(all).look(context));
      sections.add(3, trials.get().look(Part.proofs(at, all.outcomes().values()), context));
      if (depth == Depth.FULL) {
        sections.add(4, trials.get().look(Part.drills(), context));
      }
      Part.assessment(all).forEach(part -> sections.add(part.look(context)));
    });
    var loaded = depth == Depth.QUICK ? Optional.<Target>empty() : Optional.of(target);
    return new Report(
        running.status().getString("version", "unknown"),
        depth,
        loaded,
        at,
        host(),
        running.url(),
        context.data(),
        sections,
        limits.changed(),
        Comparison.of(Report.lines(sections), earlier, depth, loaded),
        context.figures(),
        loads.map(all -> all.steps(limits)).orElse(List.of()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }

  private void save(Archive archive, JsonObject report) {
    try {
      archive.save(report);
    } catch (IOException | UnsupportedOperationException e) {
      err().println("The report is not kept, and not compared with the next one: " + e);
    }
  }

  private ReportFiles files() {
    return new ReportFiles(STANDARD_OUTPUT.equals(json) ? null : json, html, markdown);
  }

  /** Before hours may be spent on what is to be written there. */
  private void checkFiles() {
    try {
      files().check();
    } catch (UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Whether all files are written. */
  private boolean print(Report report, JsonObject told) {
    var document = ReportDocument.of(report);
    var text = told.encodePrettily();
    if (STANDARD_OUTPUT.equals(json)) {
      out().println(text);
    } else {
      out().print(terminal().write(document));
    }
    out().flush();
    var problems = files().write(document, text);
    problems.forEach(err()::println);
    return problems.isEmpty();
  }

  private static TerminalForm terminal() {
    boolean colour =
        System.console() != null
            && System.console().isTerminal()
            && !System.getenv().containsKey("NO_COLOR");
    return new TerminalForm(TerminalForm.widthIn(System.getenv()), colour);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}

package combot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot bench generator}. Exit codes as those of {@link Bench}. */
@Command(
    name = "generator",
    description = {
      "Measures the load test's generator against a stub that answers from memory, three minutes:",
      "how fast it is, whether wrk sends as much to a slow stub, and whether its percentiles are the stub's own.",
      "COMBOT_JAVA_OPTIONS goes to the generator."
    },
    sortOptions = false)
final class GeneratorBench implements Callable<Integer> {

  private static final Pattern WRK = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final int FIXED_MILLIS = 20;
  private static final int FEW = 15;

  /**
   * A slow stub is loaded for so long at least: a conversation with it takes two to four seconds,
   * and where nobody comes to the end of one the load test finds that nothing is known.
   */
  private static final Duration WHOLE = Duration.ofSeconds(8);

  /** Seven of ten requests take the shorter time. */
  private static final List<Integer> BIMODAL =
      Stream.concat(Collections.nCopies(7, 50).stream(), Collections.nCopies(3, 400).stream())
          .toList();

  @Spec private CommandSpec spec;

  /** What is measured. */
  enum Part {
    SPEED,
    WRK,
    BIMODAL
  }

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "speed, wrk or bimodal; repeatable. Default: all.")
  private Part[] only = Part.values();

  @Option(
      names = "--users",
      defaultValue = "200",
      description = "Participants at once for the speed (${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each is measured (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--time",
      defaultValue = "10s",
      converter = Times.class,
      description = "Length of each round (${DEFAULT-VALUE}); with the bimodal stub 8 s at least.")
  private Duration time;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and end.")
  private boolean help;

  private Path home;
  private Path folder;
  private boolean right = true;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (users < 1 || rounds < 1 || time.toSeconds() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--users, --rounds and --time must be 1 or more");
    }
    home = Bench.home();
    folder = Session.folder(home);
    Setting.of(List.of("generator"), Optional.empty())
        .forEach((name, value) -> say("%-12s %s", name, value));
    var parts = EnumSet.copyOf(Arrays.asList(only));
    if (parts.contains(Part.SPEED)) {
      speed();
    }
    if (parts.contains(Part.WRK)) {
      againstWrk();
    }
    if (parts.contains(Part.BIMODAL)) {
      bimodal();
    }
    Session.leave(folder, !right);
    return right ? 0 : 1;
  }

  private StubProcess stub(List<Integer> delays) throws IOException {
    return StubProcess.start(home.resolve("studies/think-feel.yaml"), delays);
  }

  private GeneratorRun run(StubProcess stub, int participants, Duration length)
      throws IOException, InterruptedException {
    var run = GeneratorRun.of(home, folder, stub, participants, length);
    if (!run.right()) {
      right = false;
      say("WRONG: answers or what is stored; see %s", folder);
    }
    return run;
  }

  /** A stub of its own for each round, since it remembers what was said. */
  private void speed() throws IOException, InterruptedException {
    say("");
    say(
        "as fast as it can, %d participants; processor time per request with the process's start",
        users);
    say(
        "%-6s %10s %8s %8s %14s %14s %14s",
        "round", "requests/s", "p50 ms", "p99 ms", "PSS end/most", "generator ms", "stub ms");
    for (int round = 1; round <= rounds; round++) {
      try (var stub = stub(List.of(0))) {
        var run = run(stub, users, time);
        say(
            "%-6d %10.0f %8.1f %8.1f %14s %14.3f %14.3f",
            round,
            run.requestsPerSecond(),
            run.percentile("p50"),
            run.percentile("p99"),
            "%.0f/%.0f MB".formatted(run.lastMegabytes(), run.mostMegabytes()),
            run.cpuMillis("generator"),
            run.cpuMillis("stub"));
      }
    }
  }

  private void againstWrk() throws IOException, InterruptedException {
    say("");
    say("a stub that takes %d ms, %d participants without a pause, requests/s", FIXED_MILLIS, FEW);
    say("%-6s %10s %10s %10s", "round", "loadtest", "wrk", "difference");
    for (int round = 1; round <= rounds; round++) {
      try (var stub = stub(List.of(FIXED_MILLIS))) {
        double ours = run(stub, FEW, time).requestsPerSecond();
        var theirs = wrk(stub);
        if (theirs.isEmpty()) {
          say(
              "%-6d %10.1f  wrk isn't installed (apt install wrk): nothing to compare with",
              round, ours);
        } else {
          double wrk = theirs.getAsDouble();
          say("%-6d %10.1f %10.1f %+9.1f %%", round, ours, wrk, (ours / wrk - 1) * 100);
        }
      }
    }
  }

  /** Requests a second; empty where there is no wrk. */
  private OptionalDouble wrk(StubProcess stub) throws IOException, InterruptedException {
    Process wrk;
    try {
      wrk =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c" + FEW,
                  "-d" + time.toSeconds() + "s",
                  stub.url() + "/v1/studies/think-feel")
              .redirectErrorStream(true)
              .start();
    } catch (IOException _) {
      return OptionalDouble.empty();
    }
    var told = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var found = WRK.matcher(told);
    if (!wrk.waitFor(1, TimeUnit.MINUTES) || !found.find()) {
      throw new IOException("wrk failed: " + told);
    }
    return OptionalDouble.of(Double.parseDouble(found.group(1)));
  }

  private void bimodal() throws IOException, InterruptedException {
    say("");
    say(
        "a stub that takes 50 ms, and 400 ms for three of ten: its own percentiles and those measured, ms");
    var length = time.compareTo(WHOLE) < 0 ? WHOLE : time;
    for (int round = 1; round <= rounds; round++) {
      try (var stub = stub(BIMODAL)) {
        var run = run(stub, FEW, length);
        var truth = stub.truth();
        for (var name : List.of("p50", "p90", "p95", "p99")) {
          double is = truth.getLong(name) / 1e3;
          double seen = run.percentile(name);
          say("%-6d %4s %9.2f %9.2f %+8.2f %%", round, name, is, seen, (seen / is - 1) * 100);
        }
      }
    }
  }

  private void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}

package combot.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot bench model}. Exit codes as those of {@link Bench}. */
@Command(
    name = "model",
    description = {
      "Measures gateway and workers whose replies a language model writes, one that is made up, ten minutes:",
      "what is added to the model's own time, whether others notice that many wait for it, and load tests with a model as slow as real ones."
    },
    sortOptions = false)
final class ModelBench implements Callable<Integer> {

  /** Has a study's replies written. */
  static final String MODEL =
      "model: {provider: openai, name: made-up, prices: {input: 0.15, output: 0.6}}\n";

  private static final Duration QUICK = Duration.ofMillis(300);
  private static final Duration SLOW = Duration.ofSeconds(7);
  private static final Duration USUAL = Duration.ofMillis(1_200);
  private static final double SPREAD = 0.5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = 20_000_000;

  /** What is measured. */
  enum Part {
    ADDED,
    WAITING,
    LOAD
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "added, waiting or load; repeatable. Default: all.")
  private Part[] only = Part.values();

  @Option(
      names = "--conversations",
      defaultValue = "40",
      description =
          "Of each participant, one after the other, for what is added (${DEFAULT-VALUE}).")
  private int conversations;

  @Option(
      names = "--waiting",
      defaultValue = "200",
      description = "Who wait for the model at once (${DEFAULT-VALUE}).")
  private int waiting;

  @Option(
      names = "--users",
      split = ",",
      defaultValue = "15,200",
      description = "Participants at once in the load tests (${DEFAULT-VALUE}).")
  private List<Integer> users;

  @Option(
      names = "--time",
      defaultValue = "30s",
      converter = Times.class,
      description = "Length of each load test (${DEFAULT-VALUE}).")
  private Duration time;

  @Option(
      names = "--once",
      description =
          "In the load tests each participant converses once, without a pause, whatever --time says.")
  private boolean once;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and end.")
  private boolean help;

  private volatile Supplier<Duration> delay = () -> QUICK;
  private Path home;
  private ServerProcess server;
  private ModelEndpoint endpoint;
  private HttpClient http;
  private boolean right = true;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (conversations < 1 || waiting < 1 || users.stream().anyMatch(each -> each < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--conversations, --waiting and --users must be 1 or more");
    }
    home = Bench.home();
    var folder = Session.folder(home);
    Setting.of(List.of("model"), Optional.empty())
        .forEach((name, value) -> say("%-12s %s", name, value));
    var study = Session.withoutQuota(home, folder);
    Files.writeString(study, MODEL, StandardOpenOption.APPEND);
    try (var model = ModelEndpoint.start(0, () -> delay.get());
        var client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        var gateway = ServerProcess.start(how(folder, study, model))) {
      endpoint = model;
      http = client;
      server = gateway;
      gateway.await("all workers are ready", PATIENCE, () -> gateway.ready().size() == 2);
      measure(folder);
    }
    Session.leave(folder, !right);
    return right ? 0 : 1;
  }

  private ServerProcess.How how(Path folder, Path study, ModelEndpoint model) {
    return new ServerProcess.How(
        home,
        "serve",
        folder,
        study,
        List.of("--recycle-after=0"),
        Map.of(
            "COMBOT_OPENAI_URL",
            model.url(),
            "COMBOT_LLM_CONCURRENT",
            "400",
            "COMBOT_LLM_LOADTEST",
            "ask"));
  }

  private void measure(Path folder) throws IOException, InterruptedException {
    var parts = EnumSet.copyOf(Arrays.asList(only));
    if (parts.contains(Part.ADDED)) {
      added();
    }
    if (parts.contains(Part.WAITING)) {
      delay = () -> SLOW;
      waiting();
    }
    if (parts.contains(Part.LOAD)) {
      delay = ModelEndpoint.logNormal(USUAL, SPREAD);
      for (int each : users) {
        load(folder, each);
      }
    }
  }

  private ModelTalk talk() {
    return new ModelTalk(http, "http://127.0.0.1:" + server.address().getPort());
  }

  private void added() throws IOException, InterruptedException {
    var added = new AddedTime(this::talk, http, endpoint.url(), QUICK);
    say("");
    say("what is added to a model that takes %d ms, ms", QUICK.toMillis());
    say("%-22s %8s %8s %8s %8s", "", "count", "p50", "p95", "p99");
    for (int participants : List.of(1, 15)) {
      var measured = added.measure(participants, conversations);
      measured.tell().forEach(System.out::println);
      right &= measured.isEnough();
    }
  }

  private void waiting() throws IOException, InterruptedException {
    say("");
    say(
        "%d wait for a model that takes %d s; others read and begin meanwhile",
        waiting, SLOW.toSeconds());
    var talks = new ArrayList<ModelTalk>();
    for (int i = 0; i < waiting; i++) {
      talks.add(talk());
      talks.getLast().begin(ModelTalk.STUDY);
    }
    var calm = others(Duration.ofSeconds(4));
    double before = megabytes();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<ModelTalk.Timed>>();
      for (var talk : talks) {
        answers.add(threads.submit(() -> talk.say(ModelTalk.MESSAGES.getFirst())));
      }
      long since = System.nanoTime();
      while (endpoint.waiting() < waiting && System.nanoTime() - since < SLOW.toNanos()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      int together = endpoint.waiting();
      var disturbed = others(Duration.ofSeconds(4));
      double during = megabytes();
      say("%-22s %8s %8s %8s %8s", "others' requests, ms", "count", "p50", "p99", "max");
      row("nobody waits", calm);
      row(together + " wait", disturbed);
      say("memory (PSS) of all: %.0f MB, while they wait %.0f MB", before, during);
      int failed = 0;
      for (var answer : answers) {
        failed += succeeded(answer) ? 0 : 1;
      }
      say("answered: %d, failed: %d", answers.size() - failed, failed);
      right &= failed == 0;
    }
  }

  private static boolean succeeded(Future<ModelTalk.Timed> answer) throws InterruptedException {
    try {
      return !answer.get().text().isBlank();
    } catch (ExecutionException _) {
      return false;
    }
  }

  private static void row(String name, Histogram times) {
    say(
        "%-22s %8d %8.2f %8.2f %8.2f",
        name,
        times.getTotalCount(),
        AddedTime.at(times, 50),
        AddedTime.at(times, 99),
        times.getMaxValue() / 1e6);
  }

  /** A hundred a second, of people who begin and of people who come back. */
  private Histogram others(Duration length) throws IOException {
    var times = new Histogram(3);
    var talk = talk();
    talk.begin(ModelTalk.STUDY);
    long until = System.nanoTime() + length.toNanos();
    for (int i = 0; System.nanoTime() < until; i++) {
      times.recordValue((i % 10 == 0 ? talk().begin(ModelTalk.STUDY) : talk.read()).nanos());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(8));
    }
    return times;
  }

  /** Of gateway and workers. */
  private double megabytes() throws IOException {
    var pids = new ArrayList<>(List.of(server.pid()));
    server.children().forEach(child -> pids.add(child.pid()));
    double sum = 0;
    for (var pid : pids) {
      sum += Memory.of(pid).map(Memory::pssMegabytes).orElse(0.0);
    }
    return sum;
  }

  private void load(Path folder, int participants) throws IOException, InterruptedException {
    say("");
    say(
        "%d participants, %s, a model with a median of %d ms",
        participants, once ? "without a pause" : "ten times as fast as people", USUAL.toMillis());
    double before = megabytes();
    var log = folder.resolve("loadtest-%d.log".formatted(participants));
    var words = new ArrayList<>(List.of(home.resolve("combot").toString(), "loadtest"));
    words.addAll(shape());
    words.add("--users=" + participants);
    words.add("--data=" + folder.resolve("data"));
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    double most = before;
    while (!process.waitFor(250, TimeUnit.MILLISECONDS)) {
      most = Math.max(most, megabytes());
    }
    var lines = Files.readAllLines(log);
    say(
        "exit code %d; memory (PSS) %.0f MB before, %.0f MB at most",
        process.exitValue(), before, most);
    lines.stream()
        .filter(line ->
            line.matches("(?i)✗.*|.*(every answer was|soak +\\d|session 1 +\\d|wrong|lost).*"))
        .limit(6)
        .forEach(line -> say("  %s", line.strip()));
    right &= process.exitValue() == 0;
  }

  private List<String> shape() {
    return once
        ? List.of("sessions", "--sessions=1", "--time-scale=0", "--warm-up=0s")
        : List.of("soak", "--for=" + time.toMillis() + "ms", "--time-scale=0.1");
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}

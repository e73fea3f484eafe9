package combot;

import combot.control.ControlClient;
import combot.control.ControlException;
import combot.gateway.Gateway;
import combot.gateway.Program;
import combot.study.StudyFile;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code combot serve}: what a researcher runs: the gateway, which starts the workers. */
@Command(name = "serve", description = "Serves studies to participants and prints the links.")
final class ServeCommand extends ServerCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      converter = Numbers.Workers.class,
      description =
          "Server processes that share the work and stand in for each other (${DEFAULT-VALUE}).")
  int workers;

  @Option(
      names = "--recycle-after",
      paramLabel = "N",
      defaultValue = "50",
      converter = Numbers.Count.class,
      description =
          "Conversations after which a server process is replaced by a new one, 0 for never (${DEFAULT-VALUE}).")
  int recycleAfter;

  @Option(
      names = "--recycle-interval",
      paramLabel = "SECONDS",
      defaultValue = "60",
      converter = Numbers.Count.class,
      description = "Seconds between two such replacements, at least (${DEFAULT-VALUE}).")
  int recycleInterval;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    Variables.check(LlmSettings.variables(this, System.getenv()));
    var logs = LogSettings.now();
    var served = Served.by(this, StudyFile::check);
    var log = logs.log("combot");
    log.tell(served.announcement());
    // What is malformed is the worker's to refuse, which says so.
    System.setProperty("vertx.disableURIValidation", "true");
    var gateway =
        new Gateway(
            setup(served),
            new ServedWorkers(this, served.listening(), served.data(), logs.forWorker()),
            logs.log("combot.gateway"),
            logs.requests());
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop, "stop"));
    Hangup.calls(gateway::reload);
    try {
      return gateway.run(
          _ -> log.tell(served.links().formatted((System.nanoTime() - began) / 1e9)));
    } catch (CompletionException e) {
      throw new Failures.Refusal("Combot could not start: " + Failures.told(e));
    }
  }

  @Override
  void refuseSecond(Path folder) {
    if (ControlClient.isAnswered(folder)) {
      throw new Failures.Refusal(
          "Combot runs already on the data folder %s%s: see './combot status --data %s', or give another folder with --data."
              .formatted(
                  folder, process(folder).map(" (process %s)"::formatted).orElse(""), folder));
    }
  }

  /** The one that runs; empty where it does not say so, to this user or in time. */
  private static Optional<Long> process(Path folder) {
    try {
      var status =
          new ControlClient(folder).ask(new JsonObject().put("command", "status"), PATIENCE);
      return Optional.of(status.getLong("pid"));
    } catch (ControlException _) {
      return Optional.empty();
    }
  }

  private Gateway.Setup setup(Served served) {
    var listening = served.listening();
    return new Gateway.Setup(
        Version.current(),
        new InetSocketAddress(listening.address(), listening.port()),
        workers,
        recycleAfter,
        Duration.ofSeconds(recycleInterval),
        served.data(),
        Program.current(),
        Map.of(
            "url",
            listening.url(),
            "data",
            served.data().toString(),
            "database",
            served.place().toString(),
            "configuration",
            Configuration.of(this, served, System.getenv())));
  }
}

package combot;

import combot.gateway.Gateway;
import combot.study.StudyFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code combot serve}: what a researcher runs: the gateway, which starts the workers. */
@Command(name = "serve", description = "Serves studies to participants and prints the links.")
final class ServeCommand extends ServerCommand implements Callable<Integer> {

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
    Settings.refuseUnknown(System.getenv().keySet());
    var served = Served.by(this, StudyFile::check);
    served.announce(System.out);
    // What is malformed is the worker's to refuse, which says so.
    System.setProperty("vertx.disableURIValidation", "true");
    var gateway = new Gateway(setup(served));
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop, "stop"));
    try {
      return gateway.run(
          _ -> System.out.println(served.links().formatted((System.nanoTime() - began) / 1e9)));
    } catch (CompletionException e) {
      throw new Failures.Refusal("Combot could not start: " + Failures.told(e));
    }
  }

  private Gateway.Setup setup(Served served) {
    var listening = served.listening();
    return new Gateway.Setup(
        new InetSocketAddress(listening.address(), listening.port()),
        workers,
        recycleAfter,
        Duration.ofSeconds(recycleInterval),
        worker(served));
  }

  /** The words that start a worker on the same studies and data. */
  private List<String> worker(Served served) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    var options = System.getProperty("combot.worker-options", "").strip();
    var cache = System.getProperty("combot.worker-cache", "");
    words.addAll(cache.isEmpty() ? List.of() : List.of("-XX:AOTCache=" + cache));
    words.addAll(options.isEmpty() ? List.of() : List.of(options.split("\\s+")));
    words.add("-Dcombot.home=" + System.getProperty("combot.home", "."));
    words.addAll(List.of("-jar", System.getProperty("java.class.path")));
    words.addAll(List.of("worker", "--controlled", "--host=127.0.0.1", "--port=0"));
    words.add("--data=" + served.data());
    // Where the address comes from the environment, it is in the worker's too, and in no list of
    // processes.
    if (database != null && !database.equals(System.getenv("COMBOT_DATABASE"))) {
      words.add("--database=" + database);
    }
    served.files().forEach(file -> words.add("--study=" + file));
    origins.forEach(origin -> words.add("--cors-origin=" + origin));
    return words;
  }
}

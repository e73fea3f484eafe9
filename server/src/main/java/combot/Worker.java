package combot;

import combot.study.Study;
import combot.study.StudyFile;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One server process. Tells what it does, then the links. */
final class Worker implements QuarkusApplication {

  private static final long STARTED = System.nanoTime();

  static void run(WorkerOptions options) {
    Settings.refuseUnknown();
    var studies = files(options);
    var parsed = studies.stream().map(StudyFile::read).toList();
    var data = options.data.toAbsolutePath().normalize();
    int port = freePort(options.host, options.port());
    say("Combot " + Version.current());
    for (int i = 0; i < parsed.size(); i++) {
      describe(parsed.get(i), studies.get(i));
    }
    say("  data              " + data.resolve("combot.db"));
    say("Starting …");
    System.setProperty("quarkus.http.host", options.host);
    System.setProperty("quarkus.http.port", Integer.toString(port));
    // The API refuses malformed addresses and says so; Quarkus would do it without a word.
    System.setProperty("vertx.disableURIValidation", "true");
    System.setProperty("combot.data", data.toString());
    Settings.list("combot.study", studies.stream().map(Path::toString).toList());
    Settings.list("combot.cors-origin", options.origins());
    links = links(options.host, port, parsed);
    Quarkus.run(
        Worker.class,
        (code, failure) -> {
          if (failure != null) {
            System.err.println("Combot could not start: " + rootOf(failure));
          }
          System.exit(code);
        });
  }

  /**
   * What is printed once the server answers; the server process is the only one in this program.
   */
  private static String links = "";

  @Override
  public int run(String... args) {
    say(links.formatted(System.nanoTime() / 1e9 - STARTED / 1e9));
    Quarkus.waitForExit();
    return 0;
  }

  private static List<Path> files(WorkerOptions options) {
    var files =
        options.studies.isEmpty()
            ? List.of(Path.of(System.getProperty("combot.home", "."), "studies", "think-feel.yaml"))
            : options.studies;
    for (var file : files) {
      if (!Files.isReadable(file)) {
        throw new Failures.Refusal("There is no study file " + file + " that can be read.");
      }
    }
    return files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
  }

  /** The port asked for, if it can be had. */
  private static int freePort(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Failures.Refusal(
          "Port %d of %s can't be had (%s). Stop what uses it, or give another with --port."
              .formatted(port, host, e.getMessage()));
    }
  }

  private static void describe(Study study, Path file) {
    say(
        "  study             %s, %d conditions, from %s"
            .formatted(study.id(), study.conditions().size(), file));
  }

  private static String links(String host, int port, List<Study> studies) {
    var base = "http://%s:%d".formatted(host.equals("0.0.0.0") ? "127.0.0.1" : host, port);
    var text = new StringBuilder("Ready after %.1f s.\n");
    for (var study : studies) {
      text.append("  participant page  ")
          .append(base)
          .append("/s/")
          .append(study.id())
          .append('\n');
    }
    text.append("  API docs          ").append(base).append("/docs\n");
    return text.append("Stop with Ctrl-C.").toString();
  }

  private static Throwable rootOf(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}

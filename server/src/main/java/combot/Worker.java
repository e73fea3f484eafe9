package combot;

import combot.api.Traffic;
import combot.chat.Chat;
import combot.log.Log;
import combot.study.StudyFile;
import combot.upkeep.Upkeep;
import combot.warm.WarmUp;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** One server process. Tells what it does, then the links. */
final class Worker implements QuarkusApplication {

  private static final long STARTED = System.nanoTime();

  /** Tied to a gateway that prints for it; else it is run by a person. */
  private static Optional<Control> control = Optional.empty();

  /** What is printed once the server answers; this process runs one server. */
  private static String links = "";

  private static Log log;

  /** It warms itself, for the JVM to see what it needs, and ends. */
  private static boolean rehearsing;

  private static Listening listening;

  private final Traffic traffic;
  private final Chat chat;
  private final Upkeep upkeep;
  private final WarmUp warmUp;
  private final Inquiries inquiries;

  Worker(Traffic traffic, Chat chat, Upkeep upkeep, WarmUp warmUp, Inquiries inquiries) {
    this.traffic = traffic;
    this.chat = chat;
    this.upkeep = upkeep;
    this.warmUp = warmUp;
    this.inquiries = inquiries;
  }

  static void run(ServerCommand command, Optional<Control> gateway, boolean onlyRehearse) {
    control = gateway;
    rehearsing = onlyRehearse;
    Variables.check(LlmSettings.variables(command, System.getenv()));
    var logs = LogSettings.now();
    log = logs.log("combot");
    // The gateway has told the warnings.
    var served = Served.by(command, gateway.isEmpty() ? StudyFile::check : Worker::read);
    if (gateway.isEmpty()) {
      log.tell(served.announcement());
      links = served.links();
    }
    listening = served.listening();
    System.setProperty("quarkus.http.host", served.listening().address().getHostAddress());
    // A gateway takes any port: the kernel's choice, not the one that was free a moment ago.
    int port = gateway.isPresent() ? command.port : served.listening().port();
    System.setProperty("quarkus.http.port", Integer.toString(port));
    // The API refuses malformed addresses and says so; Quarkus would do it without a word.
    System.setProperty("vertx.disableURIValidation", "true");
    System.setProperty("combot.data", served.data().toString());
    System.setProperty("combot.database", command.database == null ? "" : command.database);
    System.setProperty("combot.redis", command.redis == null ? "" : command.redis);
    LlmSettings.recordings(command)
        .forEach((name, file) -> System.setProperty("combot.llm." + name, file.toString()));
    LogHandler.install(logs);
    Settings.list("combot.study", served.files().stream().map(Path::toString).toList());
    Settings.list("combot.cors-origin", command.origins);
    Quarkus.run(
        Worker.class,
        (code, failure) -> {
          if (failure != null) {
            System.err.println("Combot could not start: " + Failures.told(failure));
          }
          System.exit(code);
        });
  }

  @Override
  public int run(String... args) {
    warmUp.run(own());
    if (rehearsing) {
      return 0;
    }
    control.ifPresentOrElse(
        gateway -> gateway.serves(port(), traffic, chat, upkeep, inquiries), this::servesAlone);
    Quarkus.waitForExit();
    return 0;
  }

  private void servesAlone() {
    Signals.handle("TERM", () -> Draining.start(traffic, Draining.LONGEST));
    log.tell(links.formatted(System.nanoTime() / 1e9 - STARTED / 1e9));
  }

  private static StudyFile.Checked read(Path file) {
    return new StudyFile.Checked(StudyFile.read(file), List.of());
  }

  /** Where this worker is reached on its own machine. */
  private static URI own() {
    return URI.create(new Listening(listening.host(), listening.address(), port()).url());
  }

  private static int port() {
    return ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
  }
}

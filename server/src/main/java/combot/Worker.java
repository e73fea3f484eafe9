package combot;

import combot.study.Study;
import combot.study.StudyFile;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** One server process. Tells what it does, then the links. */
final class Worker implements QuarkusApplication {

  private static final long STARTED = System.nanoTime();

  static void run(ServerCommand command) {
    Settings.refuseUnknown(System.getenv().keySet());
    var files = command.studies.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    var checked = files.stream().map(StudyFile::check).toList();
    refuseTwins(checked, files);
    var listening = Listening.on(command.host, command.port);
    var place = Place.of(command.database, command.data);
    say("Combot " + Version.current());
    for (int i = 0; i < checked.size(); i++) {
      describe(checked.get(i), files.get(i));
    }
    say("  data              " + place);
    say("Starting …");
    System.setProperty("quarkus.http.host", listening.address().getHostAddress());
    System.setProperty("quarkus.http.port", Integer.toString(listening.port()));
    // The API refuses malformed addresses and says so; Quarkus would do it without a word.
    System.setProperty("vertx.disableURIValidation", "true");
    System.setProperty("combot.data", command.data.toAbsolutePath().normalize().toString());
    System.setProperty("combot.database", command.database == null ? "" : command.database);
    Settings.list("combot.study", files.stream().map(Path::toString).toList());
    Settings.list("combot.cors-origin", command.origins);
    links = links(listening, checked.stream().map(StudyFile.Checked::study).toList());
    Quarkus.run(
        Worker.class,
        (code, failure) -> {
          if (failure != null) {
            System.err.println("Combot could not start: " + Failures.told(failure));
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

  /** What is stored is told apart by the study's id. */
  private static void refuseTwins(List<StudyFile.Checked> checked, List<Path> files) {
    var known = new HashMap<String, Path>();
    for (int i = 0; i < files.size(); i++) {
      var id = checked.get(i).study().id();
      var twin = known.putIfAbsent(id, files.get(i));
      if (twin != null) {
        throw new Failures.Refusal(
            "%s and %s are both the study '%s': give each file a 'study:' of its own."
                .formatted(twin, files.get(i), id));
      }
    }
  }

  private static void describe(StudyFile.Checked checked, Path file) {
    var study = checked.study();
    say(
        "  study             %s, %s, from %s"
            .formatted(study.id(), Words.count(study.conditions().size(), "condition"), file));
    if (!checked.warnings().isEmpty()) {
      say(
          "  warnings          %d: see './combot study check %s'"
              .formatted(checked.warnings().size(), file));
    }
  }

  private static String links(Listening listening, List<Study> studies) {
    var text = new StringBuilder("Ready after %.1f s.\n");
    for (var study : studies) {
      text.append("  participant page  ").append(listening.url() + "/s/" + study.id() + "\n");
    }
    text.append("  API docs          ").append(listening.url() + "/docs\n");
    if (listening.isEverywhere()) {
      text.append(
          "  listening on all addresses: other machines use this one's name or address instead\n");
    }
    return text.append("Stop with Ctrl-C.").toString();
  }

  private static void say(String line) {
    System.out.println(line);
  }
}

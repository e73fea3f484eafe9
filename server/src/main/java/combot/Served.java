package combot;

import combot.study.Study;
import combot.study.StudyFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server is to serve, and where, looked at before it starts; tells what it is, then the
 * links.
 *
 * @param files of the studies, absolute
 * @param data the folder, absolute
 */
record Served(List<Path> files, List<StudyFile.Checked> checked, Listening listening, Path data) {

  /**
   * Looks at studies, port and data.
   *
   * @throws combot.study.InvalidStudyException if a study is not right
   * @throws Failures.Refusal if the port can't be had, or the data folder can't hold the database
   */
  static Served by(ServerCommand command) {
    var files = command.studies.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    var checked = files.stream().map(StudyFile::check).toList();
    var listening = Listening.on(command.host, command.port);
    return new Served(files, checked, listening, DataFolder.ready(command.data));
  }

  /** Tells what is about to be served. */
  void announce(PrintStream out) {
    out.println("Combot " + Version.current());
    for (int i = 0; i < checked.size(); i++) {
      describe(checked.get(i), files.get(i)).forEach(out::println);
    }
    out.println("  data              " + data.resolve("combot.db"));
    out.println("Starting …");
  }

  private static List<String> describe(StudyFile.Checked checked, Path file) {
    var study = checked.study();
    var lines = new ArrayList<String>();
    lines.add(
        "  study             %s, %s, from %s"
            .formatted(study.id(), Words.count(study.conditions().size(), "condition"), file));
    if (!checked.warnings().isEmpty()) {
      lines.add(
          "  warnings          %d: see './combot study check %s'"
              .formatted(checked.warnings().size(), file));
    }
    return lines;
  }

  /** What is printed when it answers; a format that takes the seconds this took. */
  String links() {
    var text = new StringBuilder("Ready after %.1f s.\n");
    for (var study : checked.stream().map(StudyFile.Checked::study).map(Study::id).toList()) {
      text.append("  participant page  ").append(listening.url() + "/s/" + study + "\n");
    }
    text.append("  API docs          ").append(listening.url() + "/docs\n");
    if (listening.isEverywhere()) {
      text.append(
          "  listening on all addresses: other machines use this one's name or address instead\n");
    }
    return text.append("Stop with Ctrl-C.").toString();
  }
}

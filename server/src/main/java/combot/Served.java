package combot;

import combot.cache.RedisUrl;
import combot.study.Study;
import combot.study.StudyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a server is to serve, and where, looked at before it starts; tells what it is, then the
 * links.
 *
 * @param files of the studies, absolute
 * @param data the folder, absolute
 * @param place where the record is: in that folder, or on a database server
 * @param redis where the shared cache is, if there is one
 */
record Served(
    List<Path> files,
    List<StudyFile.Checked> checked,
    Listening listening,
    Path data,
    Place place,
    Optional<RedisUrl> redis) {

  /**
   * Looks at studies, addresses, data and port.
   *
   * @param reader of a study, with or without looking for warnings
   * @throws combot.study.InvalidStudyException if a study is not right
   * @throws Failures.Refusal if an address is none, the data folder can't hold the database or
   *     serves others already, or the port can't be had
   */
  static Served by(ServerCommand command, Function<Path, StudyFile.Checked> reader) {
    var files = command.studies.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    var checked = files.stream().map(reader).toList();
    refuseTwins(checked, files);
    var redis = redis(Optional.ofNullable(command.redis));
    var place = Place.of(command.database, command.data);
    var data = DataFolder.writable(command.data);
    command.refuseSecond(data);
    // The last, for it is in use where Combot runs already.
    var listening = Listening.on(command.host, command.port);
    return new Served(files, checked, listening, data, place, redis);
  }

  /**
   * The address of a Redis; empty where none is given, or a blank one.
   *
   * @throws Failures.Refusal if it is none
   */
  static Optional<RedisUrl> redis(Optional<String> address) {
    try {
      return address.filter(it -> !it.isBlank()).map(RedisUrl::parse);
    } catch (IllegalArgumentException e) {
      throw new Failures.Refusal(e.getMessage());
    }
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

  /** What is about to be served, in lines. */
  String announcement() {
    var lines = new ArrayList<String>();
    lines.add("Combot " + Version.current());
    for (int i = 0; i < checked.size(); i++) {
      lines.addAll(describe(checked.get(i), files.get(i)));
    }
    lines.add("  data              " + place);
    redis.ifPresent(url -> lines.add("  shared cache      " + url));
    lines.add("Starting …");
    return String.join("\n", lines);
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
      text.append(listening.page(study)).append('\n');
    }
    text.append("  API docs          ").append(listening.url() + "/docs\n");
    if (listening.isEverywhere()) {
      text.append(
          "  listening on all addresses: other machines use this one's name or address instead\n");
    }
    return text.append("Stop with Ctrl-C.").toString();
  }
}

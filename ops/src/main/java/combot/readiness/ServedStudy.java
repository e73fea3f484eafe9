package combot.readiness;

import combot.study.InvalidStudyException;
import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A study as workers serve it: from a copy in the data folder, which nobody edits.
 *
 * @param original the file that was given at the start, as it is now; what {@code ./combot reload}
 *     and the next start take
 */
record ServedStudy(String id, String version, Path file, Path original) {

  /** In the order in which they were given; empty where it is not told. */
  static List<ServedStudy> all(Context context) {
    var originals = context.running().configuration().getJsonArray("studies", new JsonArray());
    var told = context.running().stored().getJsonArray("studies", new JsonArray());
    var all = new ArrayList<ServedStudy>();
    for (int i = 0; i < Math.min(originals.size(), told.size()); i++) {
      all.add(of(context, told.getJsonObject(i), Path.of(originals.getString(i))));
    }
    return all;
  }

  /**
   * The content of the first; empty where none is told.
   *
   * @throws InvalidStudyException if it is none
   * @throws UncheckedIOException if it can't be read
   */
  static Optional<Study> first(Context context) {
    return all(context).stream().findFirst().map(served -> StudyFile.read(served.file()));
  }

  /** Whether the file holds still what is served. */
  boolean isAsServed() {
    try {
      return StudyFile.read(original).version().equals(version);
    } catch (InvalidStudyException | UncheckedIOException e) {
      return false;
    }
  }

  private static ServedStudy of(Context context, JsonObject told, Path original) {
    var version = told.getString("version", "");
    var folder =
        context
            .data()
            .resolve("studies")
            .resolve(version.substring(0, Math.min(16, version.length())));
    return new ServedStudy(
        told.getString("study"), version, folder.resolve(original.getFileName()), original);
  }
}

package combot.readiness;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What probes look at, and what they hold it against.
 *
 * @param root folder in which the system's {@code proc} and {@code run} are: {@code /} but in tests
 * @param data folder of the running Combot
 * @param publicUrl address under which participants reach it, if it was given
 * @param backups folder in which backups are kept, if it was given
 * @param past earlier reports as they were saved, oldest first
 * @param figures what is kept for later reports, by name; probes add to it
 */
public record Context(
    Path root,
    Path data,
    Running running,
    Limits limits,
    InstantSource clock,
    Optional<URI> publicUrl,
    Optional<Path> backups,
    List<JsonObject> past,
    Map<String, Double> figures) {

  /**
   * Begins a line.
   *
   * @param id see {@link Line}
   * @param how by which means it is measured
   * @param remedy what to do where it is not as it should be
   */
  public Question ask(String id, String title, String how, String remedy) {
    return new Question(this, id, title, how, remedy, false);
  }

  /** As {@link #ask}, of a line without which no verdict is READY. */
  public Question require(String id, String title, String how, String remedy) {
    return new Question(this, id, title, how, remedy, true);
  }

  /** The same, for lines about what was measured at another moment. */
  Context at(Instant moment) {
    return new Context(
        root,
        data,
        running,
        limits,
        InstantSource.fixed(moment),
        publicUrl,
        backups,
        past,
        figures);
  }

  /** A folder or file of the system's. */
  Path proc(String path) {
    return root.resolve("proc").resolve(path);
  }
}

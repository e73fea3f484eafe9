package combot.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker's process is started from.
 *
 * @param java the JVM's launcher
 * @param options of the JVM
 * @param home the installation's folder
 * @param jar the build
 */
public record Program(String java, List<String> options, String home, String jar) {

  public Program {
    options = List.copyOf(options);
  }

  /** The one that runs now, as the launcher started it, with the options it has for workers. */
  public static Program current() {
    var given = System.getProperty("combot.worker-options", "").strip();
    var cache = System.getProperty("combot.worker-cache", "");
    var options = new ArrayList<String>();
    if (!cache.isEmpty()) {
      options.add("-XX:AOTCache=" + cache);
    }
    if (!given.isEmpty()) {
      options.addAll(List.of(given.split("\\s+")));
    }
    return new Program(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        options,
        System.getProperty("combot.home", "."),
        System.getProperty("java.class.path"));
  }

  /** As it is sent to a running gateway. */
  public JsonObject json() {
    return new JsonObject()
        .put("java", java)
        .put("options", new JsonArray(options))
        .put("home", home)
        .put("jar", jar);
  }

  /**
   * As {@link #json} gives it.
   *
   * @throws ClassCastException or {@link NullPointerException} if it is something else
   */
  static Program of(JsonObject json) {
    return new Program(
        json.getString("java"),
        json.getJsonArray("options").stream().map(String.class::cast).toList(),
        json.getString("home"),
        json.getString("jar"));
  }
}

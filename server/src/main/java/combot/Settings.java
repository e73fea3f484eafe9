package combot;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration of a worker: {@code combot.*}, from system properties or {@code COMBOT_*}
 * variables.
 */
@ConfigMapping(prefix = "combot")
interface Settings {

  /** Where the data lie. */
  Path data();

  /** Study files. */
  List<Path> study();

  /** Origins whose pages may call the API. */
  Optional<List<String>> corsOrigin();

  /** The installation's own folder. */
  Optional<Path> home();

  Classifier classifier();

  /** {@code combot.classifier.*}. */
  interface Classifier {
    /** Directory of a Hugging Face text-classification model in ONNX; absent: the embedded one. */
    Optional<Path> model();

    /**
     * Where its native libraries are unpacked; absent: a folder of the user's in the temporary one.
     */
    Optional<Path> natives();
  }

  /** Variables that a user may set. The launcher's own are among them. */
  Set<String> VARIABLES =
      Set.of(
          "COMBOT_CLASSIFIER_MODEL",
          "COMBOT_JAVA_OPTIONS",
          "COMBOT_JDK_DIRS",
          "COMBOT_ADOPTIUM",
          "COMBOT_HOME");

  /** Gives a list-valued key, one element at a time, so that no comma in a path splits it. */
  static void list(String key, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      System.setProperty("%s[%d]".formatted(key, i), values.get(i));
    }
  }

  /**
   * Stops the start over a misspelt variable.
   *
   * @throws Failures.Refusal naming all that are unknown
   */
  static void refuseUnknown() {
    var unknown = new TreeSet<>(System.getenv().keySet());
    unknown.removeIf(name -> !name.startsWith("COMBOT_") || VARIABLES.contains(name));
    if (!unknown.isEmpty()) {
      throw new Failures.Refusal(
          "Unknown environment variable %s. Known are %s."
              .formatted(String.join(", ", unknown), String.join(", ", new TreeSet<>(VARIABLES))));
    }
  }
}

package combot;

import combot.metrics.Readers;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a worker: {@code combot.*}, from system properties or {@code COMBOT_*}
 * variables. Names every system property there is, also those that are read elsewhere: the start is
 * refused over any other, as it may be misspelt.
 */
@ConfigMapping(prefix = "combot")
interface Settings {

  /** Where the data lie. */
  Path data();

  /** Address of the PostgreSQL database; absent: a SQLite file in {@link #data}. */
  Optional<String> database();

  /** Address of a Redis; absent: the cache is in this process alone. */
  Optional<String> redis();

  /** Study files. */
  List<Path> study();

  /** Origins whose pages may call the API; read by the API. */
  Optional<List<String>> corsOrigin();

  /** The installation's own folder; read by commands. */
  Optional<Path> home();

  /** How lines of the log are written; read by {@link LogSettings}, as the next two. */
  Optional<String> log();

  @WithName("log.level")
  Optional<String> logLevel();

  @WithName("log.requests")
  Optional<String> logRequests();

  /** How long a worker may warm itself before it is ready; 0: it serves as it is. */
  @WithDefault("1500ms")
  Duration warmUp();

  Classifier classifier();

  /** {@code combot.classifier.*}. */
  interface Classifier {
    /** Directory of a Hugging Face text-classification model in ONNX; absent: the embedded one. */
    Optional<Path> model();

    /** Where native libraries are unpacked; read by the classifier. */
    Optional<Path> natives();

    /** How long nobody was there before the model leaves memory; above 0. */
    @WithDefault("5m")
    Duration idle();
  }

  Provider openai();

  Provider anthropic();

  /** {@code combot.openai.*} and {@code combot.anthropic.*}; read by {@link LlmSettings}. */
  interface Provider {
    /** Address of an endpoint; absent: the provider's own. */
    Optional<String> url();

    Optional<String> key();

    /** A file that holds the key. */
    Optional<Path> keyFile();
  }

  Llm llm();

  /** {@code combot.llm.*}. */
  interface Llm {
    /** Questions that a worker asks at once; at least 1. */
    @WithDefault("64")
    int concurrent();

    /** File to which questions and answers are appended. */
    Optional<Path> record();

    /** Such a file, from which questions are answered in place of an endpoint. */
    Optional<Path> replay();

    /** Whether load tests ask the models too. */
    @WithDefault("imitate")
    LoadTestModels loadtest();
  }

  Rate rate();

  /** {@code combot.rate.*}. */
  interface Rate {
    /** Messages that a conversation takes within a minute; 0 for any number. */
    @WithDefault("120")
    int turnsPerMinute();
  }

  Memory memory();

  /** {@code combot.memory.*}; the thresholds are percentages of the machine's memory. */
  interface Memory {
    /** How often it is measured; above 0. */
    @WithDefault("5s")
    Duration every();

    @WithDefault("60")
    double note();

    @WithDefault("75")
    double clean();

    @WithDefault("85")
    double hold();

    @WithDefault("95")
    double emergency();

    /** By how many points it must fall for a level to end. */
    @WithDefault("5")
    double hysteresis();

    /** How long an action is not repeated; above 0. */
    @WithDefault("1m")
    Duration coolDown();
  }

  Disk disk();

  /** {@code combot.disk.*}: how much room there must be on the data folder's disk. */
  interface Disk {
    /** Below it health tells that room is short. */
    @WithDefault("1G")
    MemorySize low();

    /** The same, in percent of the disk. */
    @WithDefault("5")
    double lowPercent();

    /** Below it the worker says that it is not ready. */
    @WithDefault("100M")
    MemorySize full();
  }

  /** Variables that a user may set. The launcher's own are among them. */
  Set<String> VARIABLES =
      Set.of(
          "COMBOT_CLASSIFIER_MODEL",
          "COMBOT_DATABASE",
          "COMBOT_LOG",
          "COMBOT_LOG_LEVEL",
          "COMBOT_LOG_REQUESTS",
          "COMBOT_REDIS",
          "COMBOT_OPENAI_URL",
          "COMBOT_OPENAI_KEY",
          "COMBOT_OPENAI_KEY_FILE",
          "COMBOT_ANTHROPIC_URL",
          "COMBOT_ANTHROPIC_KEY",
          "COMBOT_ANTHROPIC_KEY_FILE",
          "COMBOT_LLM_CONCURRENT",
          "COMBOT_LLM_LOADTEST",
          "COMBOT_LLM_RECORD",
          "COMBOT_LLM_REPLAY",
          "COMBOT_RATE_TURNS_PER_MINUTE",
          "COMBOT_CLASSIFIER_IDLE",
          "COMBOT_MEMORY_EVERY",
          "COMBOT_MEMORY_NOTE",
          "COMBOT_MEMORY_CLEAN",
          "COMBOT_MEMORY_HOLD",
          "COMBOT_MEMORY_EMERGENCY",
          "COMBOT_MEMORY_HYSTERESIS",
          "COMBOT_MEMORY_COOL_DOWN",
          "COMBOT_DISK_LOW",
          "COMBOT_DISK_LOW_PERCENT",
          "COMBOT_DISK_FULL",
          Readers.VARIABLE,
          "COMBOT_LOADTEST_KEY",
          "COMBOT_WARM_UP",
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
}

package combot.loadtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** How participants behave. */
final class BehaviourOptions {

  private static final int SEEDS = 1_000_000;

  @Option(
      names = "--time-scale",
      paramLabel = "X",
      defaultValue = "0.1",
      description =
          "1: they read, think and type as fast as people; 0.1: ten times as fast; 0: at once (${DEFAULT-VALUE}).")
  private double timeScale;

  @Option(
      names = "--think",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "4s",
      description = "Median time to think before a message, log-normal (${DEFAULT-VALUE}).")
  private Duration think;

  @Option(
      names = "--think-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.6",
      description = "Its spread: standard deviation of the logarithm (${DEFAULT-VALUE}).")
  private double thinkSpread;

  @Option(
      names = "--typing",
      paramLabel = "X",
      defaultValue = "3.5",
      description = "Median typing speed in characters a second, log-normal (${DEFAULT-VALUE}).")
  private double typing;

  @Option(
      names = "--typing-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.3",
      description = "Its spread (${DEFAULT-VALUE}).")
  private double typingSpread;

  @Option(
      names = "--drop-out",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of people who leave early (${DEFAULT-VALUE}).")
  private double dropOut;

  @Option(
      names = "--drop-out-step",
      paramLabel = "N",
      defaultValue = "-1",
      description = "The number of messages after which they leave; without it, any.",
      showDefaultValue = Help.Visibility.NEVER)
  private int dropOutStep;

  @Option(
      names = "--reload",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Share of turns after which the page is loaded anew (${DEFAULT-VALUE}).")
  private double reload;

  @Option(
      names = "--double-send",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Share of turns that are sent twice at once (${DEFAULT-VALUE}).")
  private double doubleSend;

  @Option(
      names = "--slow-network",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of people on a slow network (${DEFAULT-VALUE}).")
  private double slowNetwork;

  @Option(
      names = "--slow-delay",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "300ms",
      description = "What that network adds to each request (${DEFAULT-VALUE}).")
  private Duration delay;

  @Option(
      names = "--slow-bandwidth",
      paramLabel = "BYTES",
      defaultValue = "32000",
      description = "Bytes a second that it takes (${DEFAULT-VALUE}).")
  private int bandwidth;

  @Option(
      names = "--complaints",
      paramLabel = "FILE",
      description =
          "What they complain of: class, tab, text a line; without it, 515 texts of ours.")
  private Path complaints;

  @Option(
      names = "--known-texts",
      description = {
        "The same complaints come again and again, so that the cache answers for the classifier;",
        "without it a time of day behind each makes it new to the cache, as people's are."
      })
  private boolean knownTexts;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed, the same people; without it, any, which the report tells.")
  private Long seed;

  /**
   * @throws IllegalArgumentException saying what is out of range
   */
  Behaviour behaviour() {
    return new Behaviour(
        new LogNormal(think.toMillis() / 1e3, thinkSpread),
        new LogNormal(typing, typingSpread),
        timeScale,
        dropOut,
        dropOutStep,
        reload,
        doubleSend,
        slowNetwork,
        delay,
        bandwidth);
  }

  long seed() {
    if (seed == null) {
      seed = ThreadLocalRandom.current().nextLong(SEEDS);
    }
    return seed;
  }

  Optional<Path> complaints() {
    return Optional.ofNullable(complaints);
  }

  boolean knownTexts() {
    return knownTexts;
  }
}

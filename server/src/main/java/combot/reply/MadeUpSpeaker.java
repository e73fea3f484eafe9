package combot.reply;

import combot.conversation.BotTurn;
import combot.conversation.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Takes a language model's time and asks none: the scripted words are said, at no cost. What stands
 * around a model's answer, such as its wait and its deadline, is then as with a real one.
 */
public final class MadeUpSpeaker implements Speaker {

  /** How long a {@linkplain #beTroubled trouble} lasts. */
  public static final Duration TROUBLE = Duration.ofSeconds(10);

  /** In the provenance of each turn. */
  static final String ERROR = "load-test";

  private static final double MEDIAN_SECONDS = 1.2;

  /** Standard deviation of the logarithm. */
  private static final double SPREAD = 0.5;

  private volatile long wellFrom = System.nanoTime();

  /**
   * For ten seconds from now on, half of the questions fail at once, and the others get no answer
   * until their deadline.
   */
  public void beTroubled() {
    wellFrom = System.nanoTime() + TROUBLE.toNanos();
  }

  @Override
  public BotTurn speak(Wish wish, Occasion occasion) {
    long began = System.nanoTime();
    var errors = new ArrayList<>(List.of(ERROR));
    try {
      errors.addAll(think(began, random(wish, occasion), occasion.deadline() - began));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      errors.add("interrupted");
    }
    return wish.unasked(Duration.ofNanos(System.nanoTime() - began), errors);
  }

  /** The same conversation and turn always takes the same time. */
  static SplittableRandom random(Wish wish, Occasion occasion) {
    return new SplittableRandom(
        Objects.hash(occasion.conversationId(), wish.said().size(), wish.scripted().source()));
  }

  /**
   * @return what failed
   */
  private List<String> think(long now, SplittableRandom random, long leftNanos)
      throws InterruptedException {
    boolean troubled = wellFrom - now > 0;
    if (troubled && random.nextBoolean()) {
      return List.of("500");
    }
    long nanos = troubled ? Long.MAX_VALUE : (long) (seconds(random) * 1e9);
    Thread.sleep(Duration.ofNanos(Math.clamp(nanos, 0, Math.max(0, leftNanos))));
    return nanos > leftNanos ? List.of("deadline") : List.of();
  }

  static double seconds(SplittableRandom random) {
    return MEDIAN_SECONDS * Math.exp(SPREAD * random.nextGaussian());
  }
}

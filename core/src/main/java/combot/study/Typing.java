package combot.study;

import java.time.Duration;

/** How long the bot seems to write before a text is shown. */
public sealed interface Typing {

  /**
   * The delay of a text.
   *
   * @param seed the conversation's
   * @param number the turn's within its conversation
   */
  Duration delayOf(String text, long seed, int number);

  /** What {@link #delayOf} gives in the middle, for who does not know the seed. */
  Duration usualDelayOf(String text);

  /** {@code base + perCharacter × length}, at most {@code longest}. */
  record ByLength(Duration base, Duration perCharacter, Duration longest) implements Typing {
    @Override
    public Duration delayOf(String text, long seed, int number) {
      return usualDelayOf(text);
    }

    @Override
    public Duration usualDelayOf(String text) {
      return shorter(base.plus(perCharacter.multipliedBy(text.length())), longest);
    }
  }

  /**
   * Drawn from a log-normal distribution, whatever the text and whoever wrote it: so that a reply's
   * delay tells nothing of where it comes from.
   *
   * @param spread standard deviation of the logarithm; 0: always the median
   */
  record Drawn(Duration median, double spread, Duration longest) implements Typing {
    @Override
    public Duration delayOf(String text, long seed, int number) {
      double factor = Math.exp(spread * Seeds.random(seed, "typing", number).nextGaussian());
      double millis = Math.min(median.toMillis() * factor, longest.toMillis());
      return Duration.ofMillis(Math.round(millis));
    }

    @Override
    public Duration usualDelayOf(String text) {
      return shorter(median, longest);
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

package combot.chat;

import combot.cache.Cache;
import java.time.InstantSource;

/**
 * How many messages a conversation takes in each minute of the clock, which all processes share. A
 * person writes ten in all; a script that has gone wild would keep everybody else waiting.
 */
public final class TurnLimit {
  private static final int SECONDS = 60;

  private final Cache counts;
  private final int perMinute;
  private final InstantSource clock;

  /**
   * @param perMinute 0 for any number
   */
  public TurnLimit(Cache counts, int perMinute, InstantSource clock) {
    if (perMinute < 0) {
      throw new IllegalArgumentException("turns per minute must be >= 0, was " + perMinute);
    }
    this.counts = counts;
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /**
   * Counts a message.
   *
   * @throws TooManyTurnsException if it is one too many
   */
  void admit(String conversationId) {
    if (perMinute == 0) {
      return;
    }
    long now = clock.instant().getEpochSecond();
    if (counts.count(conversationId, now / SECONDS) > perMinute) {
      throw new TooManyTurnsException(perMinute, (int) (SECONDS - now % SECONDS));
    }
  }
}

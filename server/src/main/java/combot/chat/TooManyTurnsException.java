package combot.chat;

/** A conversation's messages came too fast; nothing of the last one was stored. */
public final class TooManyTurnsException extends RuntimeException {
  private final int seconds;

  TooManyTurnsException(int perMinute, int seconds) {
    super(
        "This conversation takes %d messages a minute, and had more. Nothing of this request was stored: send it again in %d s."
            .formatted(perMinute, seconds));
    this.seconds = seconds;
  }

  /** After how many it takes more, 1 to 60. */
  public int seconds() {
    return seconds;
  }
}

package combot.chat;

import combot.study.Generation;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a message has been worked on, and how long it may be. With the bounded waits for a
 * connection, the classifier and the commit it has its answer, or an error that says to try again,
 * before a gateway gives it up after 30 s. For one thread.
 */
final class Effort {

  /** How long it is begun anew, where others write to its conversation or are to answer it. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** By then words must be there: a commit may take a second more. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(27);

  private final long arrived = System.nanoTime();
  private long since = arrived;

  boolean isWorthAnotherTry() {
    return System.nanoTime() - arrived < PATIENCE.toNanos();
  }

  /** Since the message came. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - arrived);
  }

  /** It had to wait for another message's answer: its own time begins now. */
  void beginAnew() {
    since = System.nanoTime();
  }

  /** Until when a model may think, on the scale of {@link System#nanoTime}. */
  long deadline(Optional<Generation> generation) {
    long allowed = generation.map(Generation::deadline).orElse(Duration.ZERO).toNanos();
    return arrived + Math.min(since - arrived + allowed, LAST_WORDS.toNanos());
  }
}

package combot.api;

import combot.chat.Answer;
import combot.study.Typing;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Holds an answer of the original's API until its moment, where the study draws that moment and has
 * a model write: this API's clients show an answer when it comes, so that its delay would tell who
 * wrote it.
 */
@Singleton
final class Pace {

  /** From a message's arrival: a gateway gives up after 30 s. */
  private static final Duration LONGEST = Duration.ofSeconds(25);

  private final Turnstile turnstile;

  Pace(Turnstile turnstile) {
    this.turnstile = turnstile;
  }

  void hold(Answer answer) {
    var rest = rest(answer);
    if (rest.isPositive()) {
      turnstile.outside(() -> sleep(rest));
    }
  }

  /** What is left until the first reply is to be shown. */
  static Duration rest(Answer answer) {
    var study = answer.study();
    if (study.generation().isEmpty()
        || !(study.typing() instanceof Typing.Drawn)
        || answer.replies().isEmpty()) {
      return Duration.ZERO;
    }
    var timing = answer.replies().getFirst().timing();
    if (timing == null) {
      return Duration.ZERO;
    }
    var shown = timing.shown().compareTo(LONGEST) < 0 ? timing.shown() : LONGEST;
    return shown.minus(timing.computed());
  }

  private static boolean sleep(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package combot.loadtest;

import java.time.Duration;

/**
 * How virtual participants behave.
 *
 * @param think seconds from an answer's end to the first key, by person and turn
 * @param typing characters a second, by person
 * @param timeScale by which all such times are multiplied; 0: nobody waits
 * @param dropOut share of people who leave early, 0 to 1
 * @param dropOutStep the number of messages after which they leave, 0 for before the first; -1: any
 * @param reload share of turns after which the page is loaded anew
 * @param doubleSend share of turns that are sent twice at once, as a double click does
 * @param slowNetwork share of people on such a network
 * @param delay what their network adds to each request
 * @param bandwidth of it, bytes a second
 */
public record Behaviour(
    LogNormal think,
    LogNormal typing,
    double timeScale,
    double dropOut,
    int dropOutStep,
    double reload,
    double doubleSend,
    double slowNetwork,
    Duration delay,
    int bandwidth) {

  /** Typing as most people do it: 40 words a minute. */
  private static final double CHARACTERS_PER_SECOND = 3.5;

  public Behaviour {
    share("drop-out", dropOut);
    share("reload", reload);
    share("double-send", doubleSend);
    share("slow-network", slowNetwork);
    if (!(timeScale >= 0) || dropOutStep < -1 || bandwidth < 1 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "time-scale must be >= 0, drop-out-step >= 0, bandwidth >= 1, delay >= 0; were %s, %d, %d, %s"
              .formatted(timeScale, dropOutStep, bandwidth, delay));
    }
  }

  /** People who think for some seconds and see the conversation through. */
  public static Behaviour calm(double timeScale) {
    return new Behaviour(
        new LogNormal(4, 0.6),
        new LogNormal(CHARACTERS_PER_SECOND, 0.3),
        timeScale,
        0,
        -1,
        0,
        0,
        0,
        Duration.ofMillis(300),
        32_000);
  }

  /** As people are: some leave, reload, click twice, or sit in a train. */
  public static Behaviour lively(double timeScale) {
    var calm = calm(timeScale);
    return new Behaviour(
        calm.think, calm.typing, timeScale, 0.1, -1, 0.05, 0.05, 0.1, calm.delay, calm.bandwidth);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, was " + value);
    }
  }
}

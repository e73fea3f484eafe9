package combot.gateway;

import java.time.Duration;

/**
 * What the gateway bears.
 *
 * @param body bytes of a request that are kept, so that it can be sent once more; what is longer is
 *     passed on as it comes
 * @param bodies bytes kept for all requests together
 * @param bodyTime within which a kept body must have come
 * @param held requests that wait for a worker
 * @param holdTime how long they do
 * @param answerTime within which a worker must answer: longer than a turn may take
 * @param answer bytes of an answer that are awaited before any is passed on; until then another
 *     worker may give it
 */
record Limits(
    int body,
    long bodies,
    Duration bodyTime,
    int held,
    Duration holdTime,
    Duration answerTime,
    int answer) {

  static final Limits DEFAULT =
      new Limits(
          256 << 10,
          16 << 20,
          Duration.ofSeconds(30),
          1_000,
          Duration.ofSeconds(25),
          Duration.ofSeconds(40),
          64 << 10);
}

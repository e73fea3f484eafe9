package combot.loadtest;

import combot.study.Study;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * What the participants of one stage share.
 *
 * @param run under which the server keeps their conversations
 * @param requestsLeft that the test may still send
 * @param open whether latency counts from when a request should have been sent
 * @param complaints by a participant's number
 */
record Scene(
    Study study,
    Allowed allowed,
    Behaviour behaviour,
    long seed,
    String key,
    String run,
    Wire wire,
    Recorder recorder,
    AtomicLong requestsLeft,
    boolean open,
    LongFunction<Complaint> complaints) {

  /**
   * Where all wait for each other before their first message.
   *
   * @param parties counted down by who is there, or will never be
   * @param withinNanos over which they then send it
   */
  record Gate(CountDownLatch parties, long withinNanos) {}
}

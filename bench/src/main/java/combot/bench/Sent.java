package combot.bench;

/** What the server acknowledged, to be found again in its database. For one thread. */
final class Sent {

  private long opened;
  private long turns;
  private long finished;
  private long failed;

  void opened() {
    opened++;
  }

  void turn() {
    turns++;
  }

  void finished() {
    finished++;
  }

  void failed() {
    failed++;
  }

  /** Conversations opened. */
  long conversations() {
    return opened;
  }

  /**
   * Turns that were answered as they should be; as many are stored, if every conversation is whole.
   */
  long turns() {
    return turns;
  }

  /** Conversations whose last turn was answered as it should be. */
  long whole() {
    return finished;
  }

  /** Conversations that a failure ended: what they last sent may be stored or not. */
  long broken() {
    return failed;
  }
}

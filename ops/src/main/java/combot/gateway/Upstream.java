package combot.gateway;

/** A worker that takes requests. For the event loop's thread. */
final class Upstream {

  private final int worker;
  private final int port;
  private int inFlight;

  /**
   * @param worker its number
   * @param port on the loopback address
   */
  Upstream(int worker, int port) {
    this.worker = worker;
    this.port = port;
  }

  boolean isSame(Upstream other) {
    return worker == other.worker && port == other.port;
  }

  int worker() {
    return worker;
  }

  int port() {
    return port;
  }

  int inFlight() {
    return inFlight;
  }

  void begin() {
    inFlight++;
  }

  void end() {
    inFlight--;
  }
}

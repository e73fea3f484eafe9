package combot.reply;

import java.util.function.DoubleSupplier;

/**
 * What was spent of one budget. The ledger is asked once a second at most; what this process spent
 * and the ledger does not hold yet is counted on top, and so is what open questions may cost. Safe
 * for many threads.
 */
final class Account {

  private static final long FRESH_NANOS = 1_000_000_000;

  private final DoubleSupplier ledger;
  private boolean read;
  private long readAt;
  private double known;
  private double unbooked;
  private double reserved;
  private double dearest;

  Account(DoubleSupplier ledger) {
    this.ledger = ledger;
  }

  /**
   * Reserves what a question may cost, if it fits.
   *
   * @return whether it does
   * @throws RuntimeException if the ledger was never read and can't be
   */
  synchronized boolean reserve(double worst, double cap, long now) {
    look(now);
    dearest = Math.max(dearest, worst);
    if (total() + worst > cap) {
      return false;
    }
    reserved += worst;
    return true;
  }

  /** A question was answered, or not. */
  synchronized void settle(double worst, double cost) {
    reserved = Math.max(0, reserved - worst);
    unbooked += cost;
  }

  /**
   * Whether the dearest question so far fits no more, or nothing does. What open questions may cost
   * is not spent yet, and mostly will not be.
   */
  synchronized boolean isSpent(double cap, long now) {
    look(now);
    double spent = known + unbooked;
    return spent >= cap || dearest > 0 && spent + dearest > cap;
  }

  synchronized double total() {
    return known + unbooked + reserved;
  }

  private void look(long now) {
    if (read && now - readAt < FRESH_NANOS) {
      return;
    }
    double before = known;
    try {
      known = ledger.getAsDouble();
    } catch (RuntimeException e) {
      if (!read) {
        throw e;
      }
      readAt = now;
      return; // What is known, and what was spent since, is the best there is.
    }
    if (read) {
      unbooked = Math.max(0, unbooked - Math.max(0, known - before));
    }
    read = true;
    readAt = now;
  }
}

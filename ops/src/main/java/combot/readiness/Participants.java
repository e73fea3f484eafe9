package combot.readiness;

import combot.control.ControlException;

/** People who take part now. They are not to be disturbed. */
final class Participants {
  private Participants() {}

  /**
   * Nobody is there, but for load tests.
   *
   * @throws Unmeasured if somebody is, or it can't be told
   */
  static void refuseToDisturb(Context context) throws Unmeasured {
    long there = underWay(context);
    if (there > 0) {
      throw new Unmeasured(
          "%d conversations of participants are under way, and would be disturbed: './combot drain', and check again when they are over"
              .formatted(there));
    }
  }

  /** With a turn in the last five minutes. */
  private static long underWay(Context context) throws Unmeasured {
    try {
      return context.running().again(context.data()).ready().stream()
          .map(worker -> worker.check("database").getLong("conversations_active"))
          .filter(count -> count != null)
          .mapToLong(count -> count)
          .max()
          .orElseThrow(() -> new Unmeasured("no worker tells whether participants are there"));
    } catch (ControlException e) {
      throw new Unmeasured(e.getMessage());
    }
  }
}

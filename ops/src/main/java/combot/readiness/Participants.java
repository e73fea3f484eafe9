package combot.readiness;

import combot.control.ControlException;

/** People who take part now. They are not to be disturbed. */
final class Participants {
  private Participants() {}

  /**
   * Nobody is there but load tests, and those get in.
   *
   * @throws Unmeasured if it is otherwise, or can't be told
   */
  static void refuseToDisturb(Context context) throws Unmeasured {
    try {
      var running = context.running().again(context.data());
      if (running.isDrained()) {
        throw new Unmeasured(Running.DRAINED);
      }
      long there = underWay(running);
      if (there > 0) {
        throw new Unmeasured(
            "conversations of participants are under way, %d with a turn in the last five minutes: check again when they are over"
                .formatted(there));
      }
    } catch (ControlException e) {
      throw new Unmeasured(e.getMessage());
    }
  }

  private static long underWay(Running running) throws Unmeasured {
    return running.ready().stream()
        .map(worker -> worker.check("database").getLong("conversations_active"))
        .filter(count -> count != null)
        .mapToLong(count -> count)
        .max()
        .orElseThrow(() -> new Unmeasured("no worker tells whether participants are there"));
  }
}

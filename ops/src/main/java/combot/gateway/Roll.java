package combot.gateway;

import combot.control.ControlException;
import combot.gateway.Member.Stage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Workers that are being replaced because somebody asked for it. For the supervisor's thread. */
final class Roll {

  private final Set<Integer> ids;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * @param ids of the workers that are to go
   */
  Roll(Set<Integer> ids) {
    this.ids = Set.copyOf(ids);
  }

  /** Completes when all are gone; fails with a {@link ControlException} if some stay. */
  CompletableFuture<Void> done() {
    return done;
  }

  /**
   * Ends it where all are gone, or where they stay.
   *
   * @param lastWords of the last worker that was lost
   * @return whether it goes on
   */
  boolean goesOn(Fleet fleet, String lastWords) {
    var left = fleet.members().stream().filter(member -> ids.contains(member.id())).toList();
    boolean stay = fleet.leaving().isEmpty() && left.stream().anyMatch(Member::isActive);
    if (fleet.stopping()) {
      done.completeExceptionally(new ControlException("Combot stops"));
    } else if (stay) {
      done.completeExceptionally(failed("so the old ones stay", lastWords));
    } else if (left.isEmpty() && !fleet.in(Stage.READY).isEmpty()) {
      done.complete(null);
    } else if (left.isEmpty() && fleet.active() == 0) {
      done.completeExceptionally(failed("and the old ones are lost too", lastWords));
    }
    return !done.isDone();
  }

  private static ControlException failed(String what, String lastWords) {
    return new ControlException(
        "a new worker did not get ready, %s. It said: %s"
            .formatted(what, lastWords.isEmpty() ? "nothing" : lastWords));
  }
}

package combot.gateway;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;

/** The workers that take requests, and who waits for one. For the event loop's thread. */
final class Upstreams {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private List<Upstream> ready = List.of();
  private int turn;

  /**
   * From now on these are ready; those that were keep their counts.
   *
   * @param now in any order
   */
  void ready(List<Upstream> now) {
    var before = ready;
    ready =
        now.stream()
            .map(one -> before.stream().filter(one::isSame).findFirst().orElse(one))
            .toList();
    if (!ready.isEmpty()) {
      var all = List.copyOf(waiting);
      waiting.clear();
      all.forEach(Runnable::run);
    }
  }

  List<Upstream> ready() {
    return ready;
  }

  /**
   * The least busy; among equals each in turn.
   *
   * @param avoided taken only where it is the only one; may be {@code null}
   */
  Optional<Upstream> leastBusy(Upstream avoided) {
    int size = ready.size();
    turn++;
    return IntStream.range(0, size)
        .mapToObj(i -> ready.get(Math.floorMod(i + turn, size)))
        .min(
            Comparator.comparing((Upstream upstream) -> upstream == avoided)
                .thenComparingInt(Upstream::inFlight));
  }

  /** Calls back when a worker is ready. */
  void await(Runnable whenReady) {
    waiting.add(whenReady);
  }

  void forget(Runnable whenReady) {
    waiting.remove(whenReady);
  }

  int waiting() {
    return waiting.size();
  }
}

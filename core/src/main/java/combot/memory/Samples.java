package combot.memory;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The latest samples of one process, in memory. Safe for many threads. */
public final class Samples {
  private final int most;
  private final ArrayDeque<Sample> kept = new ArrayDeque<>();

  /**
   * @param most that are kept, 1 or more; about 0.25 kB each
   */
  public Samples(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most must be >= 1, was " + most);
    }
    this.most = most;
  }

  /** Adds the newest; the oldest goes where there are too many. */
  public synchronized void add(Sample sample) {
    if (kept.size() == most) {
      kept.removeFirst();
    }
    kept.addLast(sample);
  }

  /** Oldest first. */
  public synchronized List<Sample> all() {
    return List.copyOf(kept);
  }

  /** Empty before the first. */
  public synchronized Optional<Sample> last() {
    return Optional.ofNullable(kept.peekLast());
  }
}

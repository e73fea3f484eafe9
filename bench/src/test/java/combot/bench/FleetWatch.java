package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Looks at a gateway's processes again and again while workers come and go. */
final class FleetWatch {

  /** A process that has ended is defunct until its parent looks; longer is neglect. */
  private static final long NEGLECTED_NANOS = 2_000_000_000L;

  private final ServerProcess server;
  private final List<Long> memories = new ArrayList<>();
  private final Map<Long, Long> defunctSince = new HashMap<>();
  private final Set<Long> neglected = new HashSet<>();
  private Set<Child> pair;

  FleetWatch(ServerProcess server) {
    this.server = server;
    pair = Set.copyOf(server.ready());
  }

  void look() {
    server.children().forEach(this::findDefunct);
    var ready = Set.copyOf(server.ready());
    if (ready.size() == 2 && !ready.equals(pair)) {
      pair = ready;
      measure();
    }
  }

  private void findDefunct(Child child) {
    if (!child.isDefunct()) {
      defunctSince.remove(child.pid());
      return;
    }
    long now = System.nanoTime();
    long since = defunctSince.computeIfAbsent(child.pid(), _ -> now);
    if (now - since > NEGLECTED_NANOS) {
      neglected.add(child.pid());
    }
  }

  private void measure() {
    var all = LongStream.concat(LongStream.of(server.pid()), pair.stream().mapToLong(Child::pid));
    var each = all.mapToObj(FleetWatch::own).collect(Collectors.toList());
    if (each.stream().allMatch(kilobytes -> kilobytes > 0)) {
      memories.add(each.stream().mapToLong(Long::longValue).sum());
    }
  }

  private static long own(long pid) {
    try {
      return Memory.of(pid).orElseThrow().kilobytes().getOrDefault("Pss_Anon", 0L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Own memory of gateway and both workers in kB, once for each worker that took over. */
  List<Long> memories() {
    return memories;
  }

  /** Processes that stayed defunct. */
  Set<Long> neglected() {
    return neglected;
  }
}

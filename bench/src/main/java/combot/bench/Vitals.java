package combot.bench;

import combot.memory.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How a gateway and its workers are at a moment.
 *
 * @param at since the load began
 * @param memory of each process; of a worker by the number of its process
 * @param steady whether as many workers as there should be were there and ready, and no other
 * @param level the highest that a worker tells; empty where none does
 */
record Vitals(
    Duration at, SequencedMap<String, Memory> memory, boolean steady, Optional<Level> level) {

  static Vitals of(ServerProcess server, int workers, Duration at) throws IOException {
    var children = server.children();
    var memory = new LinkedHashMap<String, Memory>();
    Memory.of(server.pid()).ifPresent(it -> memory.put("gateway", it));
    for (var child : children) {
      weigh(child).ifPresent(it -> memory.put(Long.toString(child.pid()), it));
    }
    boolean steady = children.size() == workers && server.ready().size() == workers;
    return new Vitals(at, memory, steady, level(children));
  }

  /** Empty for one that ended meanwhile. */
  private static Optional<Memory> weigh(Child child) {
    try {
      return Memory.of(child.pid());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<Level> level(List<Child> children) {
    var pages = children.stream().flatMap(child -> child.health().stream()).toList();
    return Arrays.stream(Level.values())
        .filter(level -> pages.stream().anyMatch(page -> page.says("level", level.name())))
        .reduce((_, higher) -> higher);
  }

  double hours() {
    return at.toMillis() / 3_600_000.0;
  }

  double pssMegabytes() {
    return memory.values().stream().mapToDouble(Memory::pssMegabytes).sum();
  }
}

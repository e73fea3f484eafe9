package combot.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Processor time of a machine by kind, in hundredths of a second of all processors, as Linux's
 * {@code /proc/stat} counts it.
 *
 * @param kinds the first eight: user, nice, system, idle, waiting for disks, interrupts, soft
 *     interrupts, stolen
 */
public record Ticks(long[] kinds) {

  public static final int IDLE = 3;
  public static final int WAIT = 4;
  public static final int STEAL = 7;

  /** Those since the machine's start. */
  public static Ticks now(Path proc) throws IOException {
    return parse(Files.readAllLines(proc.resolve("stat")).getFirst());
  }

  /**
   * @param line the first one of the file
   */
  public static Ticks parse(String line) {
    return new Ticks(
        Stream.of(line.strip().split("\\s+"))
            .skip(1)
            .limit(8)
            .mapToLong(Long::parseLong)
            .toArray());
  }

  public Ticks minus(Ticks before) {
    var spent = kinds.clone();
    Arrays.setAll(spent, i -> kinds[i] - before.kinds[i]);
    return new Ticks(spent);
  }

  /** In percent of all; NaN where no time went by. */
  public double share(int... some) {
    return 100.0 * of(some) / all();
  }

  long of(int... some) {
    return Arrays.stream(some).mapToLong(i -> kinds[i]).sum();
  }

  long all() {
    return Arrays.stream(kinds).sum();
  }
}

package combot.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processor time of this machine and of this process, from Linux's /proc.
 *
 * @param busy seconds of all processors, time stolen by other machines included
 * @param idle seconds, waiting for disks included
 * @param own of this process
 * @param load mean number of threads that run or wait, over a minute
 */
record Machine(double busy, double idle, double own, double load) {

  /** Of /proc's clock; the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Empty where the system does not tell. */
  static Optional<Machine> now(Path proc) {
    if (!Files.isReadable(proc.resolve("stat"))) {
      return Optional.empty();
    }
    try {
      var ticks = Ticks.now(proc);
      long idle = ticks.of(Ticks.IDLE, Ticks.WAIT);
      // The name, in parentheses, may hold anything; utime and stime are fields 14 and 15.
      var self = Files.readString(proc.resolve("self/stat"));
      var own = self.substring(self.lastIndexOf(')') + 2).split(" ");
      return Optional.of(
          new Machine(
              (ticks.all() - idle) / TICKS_PER_SECOND,
              idle / TICKS_PER_SECOND,
              (Double.parseDouble(own[11]) + Double.parseDouble(own[12])) / TICKS_PER_SECOND,
              Double.parseDouble(Files.readString(proc.resolve("loadavg")).split(" ")[0])));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + proc, e);
    }
  }
}

package combot.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Samples in a file, a line each, tabs between the columns and their names above; it outlives the
 * process. Several processes may write to one. When it is full it becomes {@code NAME.1}, in place
 * of the one before, so that it takes twice its limit at most.
 */
public final class SampleFile {
  private static final String COLUMNS =
      String.join(
          "\t",
          List.of(
              "at",
              "pid",
              "process_bytes",
              "own_bytes",
              "measure",
              "machine_total_bytes",
              "machine_available_bytes",
              "machine_limited",
              "heap_used_bytes",
              "heap_committed_bytes",
              "metaspace_bytes",
              "non_heap_committed_bytes",
              "collections",
              "pauses_ms",
              "model",
              "quiet_ms",
              "visits"));

  private final Path file;
  private final Path older;
  private final long limit;

  /**
   * @param file in a folder that there is
   * @param limit bytes from which a new file is begun, above 0
   */
  public SampleFile(Path file, long limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("limit must be > 0, was " + limit);
    }
    this.file = file;
    this.older = file.resolveSibling(file.getFileName() + ".1");
    this.limit = limit;
  }

  /**
   * Adds one at the end.
   *
   * @throws IOException if it can't be written, as when the disk is full
   */
  public synchronized void add(Sample sample) throws IOException {
    try (var channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var _ = channel.lock()) {
      var text = (channel.size() == 0 ? COLUMNS + "\n" : "") + line(sample) + "\n";
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // Of the name, not of the channel: another process may have put a new file there meanwhile.
      if (Files.exists(file) && Files.size(file) >= limit) {
        Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * The last ones, oldest first; lines that a dying process left unfinished are passed over.
   *
   * @throws IOException if a file is there and can't be read
   */
  public List<Sample> last(int most) throws IOException {
    var all = new ArrayList<Sample>();
    for (var part : List.of(older, file)) {
      try (var lines = Files.lines(part, StandardCharsets.ISO_8859_1)) {
        lines.flatMap(line -> parsed(line).stream()).forEach(all::add);
      } catch (NoSuchFileException e) {
        // not begun yet
      }
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
  }

  private static String line(Sample sample) {
    var jvm = sample.jvm();
    return Stream.of(
            sample.at(),
            sample.pid(),
            sample.process().bytes(),
            sample.process().own(),
            sample.process().measure(),
            sample.machine().total(),
            sample.machine().available(),
            sample.machine().limited(),
            jvm.heapUsed(),
            jvm.heapCommitted(),
            jvm.metaspace(),
            jvm.nonHeapCommitted(),
            jvm.collections(),
            jvm.pauses().toMillis(),
            sample.model(),
            sample.quiet().toMillis(),
            sample.visits())
        .map(Object::toString)
        .reduce((a, b) -> a + "\t" + b)
        .orElseThrow();
  }

  private static Optional<Sample> parsed(String line) {
    var in = List.of(line.split("\t", -1)).iterator();
    try {
      var sample =
          new Sample(
              Instant.parse(in.next()),
              number(in.next()),
              new ProcessMemory(
                  number(in.next()), number(in.next()), ProcessMemory.Measure.valueOf(in.next())),
              new MachineMemory(
                  number(in.next()), number(in.next()), Boolean.parseBoolean(in.next())),
              new JvmMemory(
                  number(in.next()),
                  number(in.next()),
                  number(in.next()),
                  number(in.next()),
                  number(in.next()),
                  Duration.ofMillis(number(in.next()))),
              ModelState.valueOf(in.next()),
              Duration.ofMillis(number(in.next())),
              number(in.next()));
      return in.hasNext() ? Optional.empty() : Optional.of(sample);
    } catch (NoSuchElementException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }
}

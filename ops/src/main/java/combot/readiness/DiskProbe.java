package combot.readiness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The disks of the root and of the data folder: room, inodes, time of a write, growth. */
final class DiskProbe implements Probe {

  private static final double GB = 1 << 30;
  private static final int WRITES = 20;
  private static final int BLOCK = 4096;
  private static final String USED = "disk.data.used-bytes";

  /** Growth within less is chance. */
  private static final Duration LEAST = Duration.ofHours(1);

  @Override
  public List<Line> look(Context context) {
    var lines = new ArrayList<Line>();
    lines.addAll(room(context, "root", "System disk", context.root(), false));
    lines.addAll(room(context, "data", "Data disk", context.data(), true));
    lines.addAll(writes(context));
    lines.add(daysLeft(context));
    return lines;
  }

  private static List<Line> room(
      Context context, String key, String title, Path folder, boolean required) {
    var how = "statfs of " + folder;
    var remedy = "Make room, see what takes it: du -xh %s | sort -h | tail".formatted(folder);
    var id = "disk." + key;
    var size = context.ask(id + ".size", title + ", size", how, remedy);
    var used = context.ask(id + ".used", title + ", used", how, remedy);
    var free =
        required
            ? context.require(id + ".free", title + ", free", how, remedy)
            : context.ask(id + ".free", title + ", free", how, remedy);
    var share = context.ask(id + ".used-percent", title + ", share that is used", how, remedy);
    try {
      var store = Files.getFileStore(folder);
      long taken = store.getTotalSpace() - store.getUnallocatedSpace();
      double percent = usedPercent(store, taken);
      if (required) {
        context.figures().put(USED, (double) taken);
      }
      return List.of(
          size.told(gigabytes(store.getTotalSpace())),
          used.told(gigabytes(taken)),
          free.measured(store.getUsableSpace() / GB, gigabytes(store.getUsableSpace())),
          share.measured(percent, "%.0f %%".formatted(percent)),
          inodes(context, id, title, folder));
    } catch (IOException e) {
      return List.of(size, used, free, share).stream()
          .map(question -> question.unknown("the system does not tell: " + e))
          .toList();
    }
  }

  /** Of what may be used at all, as df counts: some is kept for root. */
  private static double usedPercent(FileStore store, long taken) throws IOException {
    return 100.0 * taken / Math.max(1, taken + store.getUsableSpace());
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / GB);
  }

  private static Line inodes(Context context, String id, String title, Path folder) {
    var question =
        context.ask(
            id + ".inodes-used",
            title + ", inodes that are used",
            "stat -f " + folder,
            "Remove folders with very many small files: du --inodes -x %s | sort -n | tail"
                .formatted(folder));
    var told = Tool.run("stat", "-f", "-c", "%c %d", folder.toString());
    var parts = told.orElse("").strip().split(" ");
    if (parts.length != 2 || !parts[0].matches("[0-9]+") || !parts[1].matches("[0-9]+")) {
      return question.unknown("the command stat tells none here");
    }
    long all = Long.parseLong(parts[0]);
    long used = all - Long.parseLong(parts[1]);
    return all == 0
        ? question.told("this file system has no fixed number")
        : question.measured(
            100.0 * used / all, "%d of %d (%.0f %%)".formatted(used, all, 100.0 * used / all));
  }

  private static List<Line> writes(Context context) {
    var slow =
        "Something else writes, or the disk is slow: iostat -x 1 (package sysstat); take a machine with a local SSD";
    var how =
        "median and 95th percentile of %d blocks of 4 KiB in the data folder".formatted(WRITES);
    var write = context.ask("disk.data.write", "Data disk, time of a write", how, slow);
    var sync =
        context.require(
            "disk.data.fsync", "Data disk, time until it is durable (fsync)", how, slow);
    var written = new double[WRITES];
    var synced = new double[WRITES];
    try {
      time(context.data(), written, synced);
      return List.of(measured(write, written), measured(sync, synced));
    } catch (IOException e) {
      return List.of(write, sync).stream()
          .map(question ->
              question.is(
                  State.FAIL, "the data folder takes no file: " + e, "a file can be written"))
          .toList();
    }
  }

  private static void time(Path folder, double[] written, double[] synced) throws IOException {
    var file = Files.createTempFile(folder, "check", ".tmp");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < WRITES; i++) {
        var block = ByteBuffer.allocate(BLOCK);
        long began = System.nanoTime();
        while (block.hasRemaining()) {
          channel.write(block);
        }
        long wrote = System.nanoTime();
        channel.force(true);
        written[i] = (wrote - began) / 1e6;
        synced[i] = (System.nanoTime() - wrote) / 1e6;
      }
    } finally {
      Files.delete(file);
    }
  }

  private static Line measured(Question question, double[] millis) {
    Arrays.sort(millis);
    double median = (millis[WRITES / 2 - 1] + millis[WRITES / 2]) / 2;
    double high = millis[(int) Math.ceil(WRITES * 0.95) - 1];
    return question.measured(
        high, String.format(Locale.ROOT, "median %.2f ms, 95 %% within %.2f ms", median, high));
  }

  private static Line daysLeft(Context context) {
    var question =
        context.ask(
            "disk.data.days-left",
            "Data disk, days until it is full",
            "growth since the oldest report of the last 30 days",
            "Make room, or move the data folder to a larger disk.");
    var now = context.clock().instant();
    var used = Optional.ofNullable(context.figures().get(USED));
    var before = context.past().stream().filter(report -> isUsable(report, now)).findFirst();
    if (before.isEmpty() || used.isEmpty()) {
      return question.unknown("there is no report yet that is at least an hour old");
    }
    double days = Duration.between(at(before.get()), now).toSeconds() / 86_400.0;
    double growth = (used.get() - figure(before.get()).orElseThrow()) / days;
    try {
      double left = Files.getFileStore(context.data()).getUsableSpace() / growth;
      return growth <= 0
          ? question.is(State.PASS, "it did not grow", question.threshold())
          : judged(
              question.measured(
                  left,
                  String.format(
                      Locale.ROOT, "%.0f, at %.2f GB a day", Math.min(left, 99_999), growth / GB)),
              question,
              days);
    } catch (IOException e) {
      return question.unknown("the system does not tell: " + e);
    }
  }

  /** What was written within hours, such as a build or a backup, does not go on for days. */
  private static Line judged(Line line, Question question, double days) {
    return days < 1 && line.state() == State.FAIL
        ? question.is(State.WARN, line.value() + "; of less than a day", question.threshold())
        : line;
  }

  private static boolean isUsable(JsonObject report, Instant now) {
    var age = Duration.between(at(report), now);
    return figure(report).isPresent()
        && age.compareTo(LEAST) >= 0
        && age.compareTo(Duration.ofDays(30)) <= 0;
  }

  private static Instant at(JsonObject report) {
    return Instant.parse(report.getString("at"));
  }

  private static Optional<Double> figure(JsonObject report) {
    return Optional.ofNullable(report.getJsonObject("figures", new JsonObject()).getDouble(USED));
  }
}

package combot.readiness;

import combot.loadtest.Figure;
import combot.memory.MachineMemory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/** Memory of the machine, or of the container or unit where its limit is nearer; swap. */
final class MemoryProbe implements Probe {

  @Override
  public List<Line> look(Context context) {
    var how = "/proc/meminfo, and the limits of the gateway's control groups";
    var full =
        "Close other programs, see what takes it: ps -A -o rss,comm --sort=-rss | head; or take a larger machine";
    var total = context.ask("memory.total", "Memory, total", how, "Take a larger machine.");
    var used = context.ask("memory.used", "Memory, used", how, full);
    var available = context.require("memory.available", "Memory, available", how, full);
    var share = context.require("memory.used-percent", "Memory, share that is used", how, full);
    try {
      var memory = MachineMemory.readFor(context.root(), context.running().pid());
      var limited = memory.limited() ? " (limit of the control group)" : "";
      return List.of(
          total.measured(memory.total() / Figure.MEGABYTE, megabytes(memory.total()) + limited),
          used.told(megabytes(memory.used())),
          available.measured(memory.available() / Figure.MEGABYTE, megabytes(memory.available())),
          share.measured(memory.usedPercent(), "%.0f %%".formatted(memory.usedPercent())),
          swap(context),
          combot(context));
    } catch (IOException e) {
      return List.of(total, used, available, share).stream()
          .map(question -> question.unknown(ProcessProbe.noProc(e)))
          .toList();
    }
  }

  private static String megabytes(long bytes) {
    return "%.0f MB".formatted(bytes / Figure.MEGABYTE);
  }

  private static Line swap(Context context) throws IOException {
    var question =
        context.ask(
            "memory.swap-used",
            "Swap",
            "SwapTotal and SwapFree of /proc/meminfo",
            "Memory was short: what was moved to disk makes people wait. Close other programs, or take a larger machine.");
    long total = kilobytes(context, "SwapTotal");
    long used = total - kilobytes(context, "SwapFree");
    return total == 0
        ? question.told("there is none")
        : question.measured(
            100.0 * used / total, "%d of %d MB used".formatted(used >> 10, total >> 10));
  }

  private static long kilobytes(Context context, String key) throws IOException {
    return Files.readAllLines(context.proc("meminfo")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private static Line combot(Context context) {
    var running = context.running();
    var workers =
        running.status().getJsonArray("workers").stream()
            .map(JsonObject.class::cast)
            .map(worker -> worker.getLong("memory_mb") + " MB")
            .collect(Collectors.joining(", "));
    return context
        .ask(
            "memory.combot", "Memory of Combot", "proportional set size, at the control socket", "")
        .told(
            "gateway %s MB, workers %s".formatted(running.status().getLong("memory_mb"), workers));
  }
}

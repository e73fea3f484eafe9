package combot.readiness;

import combot.loadtest.Ticks;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The processor: load, and what it did within a second; within four where that was busy. */
final class CpuProbe implements Probe {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A busy second by itself may be anything. */
  private static final Duration LONGER = Duration.ofSeconds(3);

  @Override
  public List<Line> look(Context context) {
    return Stream.concat(Stream.of(load(context)), shares(context).stream()).toList();
  }

  private static Line load(Context context) {
    int cores = Runtime.getRuntime().availableProcessors();
    var question =
        context.ask(
            "cpu.load",
            "Load of the processor",
            "/proc/loadavg against %d cores; judged by the 5 minutes".formatted(cores),
            "See what runs: top; wait until it ends, or take a larger machine");
    try {
      var parts = Files.readString(context.proc("loadavg")).split(" ");
      return question.measured(
          Double.parseDouble(parts[1]) / cores,
          "%s, %s, %s (1, 5, 15 min) on %d cores".formatted(parts[0], parts[1], parts[2], cores));
    } catch (IOException e) {
      return question.unknown(ProcessProbe.noProc(e));
    }
  }

  private static List<Line> shares(Context context) {
    try {
      var before = Ticks.now(context.proc(""));
      Pause.of(INTERVAL);
      var lines = judge(context, Ticks.now(context.proc("")).minus(before));
      if (lines.stream().allMatch(line -> line.state() == State.PASS)) {
        return lines;
      }
      Pause.of(LONGER);
      return judge(context, Ticks.now(context.proc("")).minus(before));
    } catch (IOException e) {
      return Stream.of(idle(context), steal(context))
          .map(question -> question.unknown(ProcessProbe.noProc(e)))
          .toList();
    }
  }

  static List<Line> judge(Context context, Ticks spent) {
    return List.of(
        percent(idle(context), spent.share(Ticks.IDLE)),
        percent(steal(context), spent.share(Ticks.STEAL)));
  }

  private static Line percent(Question question, double percent) {
    return question.measured(percent, String.format(Locale.ROOT, "%.1f %%", percent));
  }

  private static Question idle(Context context) {
    return context.require(
        "cpu.idle",
        "Processor, idle",
        "/proc/stat before and after 1 s, or 4 s where that was busy, with nothing sent to Combot; waiting for the disk is not idle",
        "See what runs, or waits for the disk (wa): top; wait until it ends, or take a larger machine");
  }

  private static Question steal(Context context) {
    return context.ask(
        "cpu.steal",
        "Processor, taken by other machines of the same host",
        "/proc/stat before and after 1 s, or 4 s where that was busy",
        "The provider sells the host too often: take a machine with dedicated cores");
  }
}

package combot.upkeep;

import combot.memory.Sample;
import java.util.Locale;

/** Samples in a line of the log. */
final class Figures {
  private static final double MB = 1 << 20;

  private Figures() {}

  static String of(Sample sample) {
    return String.format(
        Locale.ROOT,
        "machine %.1f %% of %.0f MB, process %.0f MB (%s), own %.0f MB, heap %.0f MB",
        sample.machine().usedPercent(),
        sample.machine().total() / MB,
        sample.process().bytes() / MB,
        sample.process().measure(),
        sample.process().own() / MB,
        sample.jvm().heapCommitted() / MB);
  }

  static String gain(Sample before, Sample after) {
    return String.format(
        Locale.ROOT,
        "this process takes %.0f MB, took %.0f",
        after.process().bytes() / MB,
        before.process().bytes() / MB);
  }

  static String change(Sample before, Sample after) {
    return "before: %s; after: %s".formatted(of(before), of(after));
  }
}

package combot.readiness;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** Whether the clock is kept right: by what the kernel says, which any time service tells. */
final class ClockProbe implements Probe {

  /** Size of {@code struct timex} and places in it, where {@code long} has 64 bits. */
  private static final int SIZE = 208;

  private static final int LARGEST_ERROR = 24;
  private static final int STATUS = 40;
  private static final int UNSYNCHRONISED = 0x40;

  /**
   * What {@code adjtimex(2)} tells.
   *
   * @param largestError in milliseconds, as the kernel believes
   */
  record Clock(boolean synchronised, double largestError) {}

  @Override
  public List<Line> look(Context context) {
    return List.of(judge(context, read()));
  }

  static Line judge(Context context, Optional<Clock> clock) {
    var question =
        context.ask(
            "net.clock",
            "Clock in step with the time of the network",
            "adjtimex(2)",
            "Times that are stored may be wrong: sudo timedatectl set-ntp true (package systemd-timesyncd)");
    if (clock.isEmpty()) {
      return question.unknown("this system has no adjtimex, or refuses it");
    }
    var told = clock.get();
    return told.synchronised()
        ? question.measured(
            told.largestError(), "yes, within %.0f ms".formatted(told.largestError()))
        : question.is(State.WARN, "no time service keeps it", question.threshold());
  }

  @SuppressWarnings("restricted") // the launcher allows it, as for systemd and the model
  private static Optional<Clock> read() {
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("adjtimex");
    if (symbol.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    try (var arena = Arena.ofConfined()) {
      var timex = arena.allocate(SIZE, ValueLayout.JAVA_LONG.byteSize());
      var call =
          linker.downcallHandle(
              symbol.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      int state = (int) call.invokeExact(timex);
      return state < 0
          ? Optional.empty()
          : Optional.of(
              new Clock(
                  (timex.get(ValueLayout.JAVA_INT, STATUS) & UNSYNCHRONISED) == 0,
                  timex.get(ValueLayout.JAVA_LONG, LARGEST_ERROR) / 1e3));
    } catch (Throwable e) {
      throw new IllegalStateException("adjtimex can't be called", e);
    }
  }
}

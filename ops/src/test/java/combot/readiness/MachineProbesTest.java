package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.loadtest.Ticks;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory, processor and clock of machines that are made up. */
class MachineProbesTest {

  @TempDir Path folder;

  private Looked memory(long available, long swapFree) {
    var text =
        "MemTotal: 8000000 kB\nMemFree: 1 kB\nMemAvailable: %d kB\nSwapTotal: 1000 kB\nSwapFree: %d kB\n";
    var looked = new Looked(folder).system("proc/meminfo", text.formatted(available, swapFree));
    looked.status.put("memory_mb", 60);
    return looked.worker(1, 11, new JsonObject());
  }

  @Test
  void passesAMachineWithRoom() {
    assertThat(new MemoryProbe().look(memory(6_000_000, 1000).context()))
        .hasSize(6)
        .allMatch(line -> line.state() == State.PASS)
        .extracting(Line::value)
        .contains("7813 MB", "5859 MB", "25 %", "0 of 0 MB used", "gateway 60 MB, workers 120 MB");
  }

  @ParameterizedTest
  @CsvSource({
    "memory.available, 600000, WARN", "memory.available, 200000, FAIL",
    "memory.used-percent, 1900000, WARN", "memory.used-percent, 1000000, FAIL"
  })
  void tellsOfAMachineThatIsFull(String id, long available, State state) {
    assertThat(memory(available, 1000).state(new MemoryProbe(), id)).isEqualTo(state);
  }

  @Test
  void tellsOfASmallMachineAndOfUsedSwap() {
    assertThat(memory(6_000_000, 100).state(new MemoryProbe(), "memory.swap-used"))
        .isEqualTo(State.WARN);
    var small =
        new Looked(folder).system("proc/meminfo", "MemTotal: 500000 kB\nMemAvailable: 400000 kB\n");
    assertThat(small.state(new MemoryProbe(), "memory.total")).isEqualTo(State.FAIL);
    assertThat(small.line(new MemoryProbe(), "memory.swap-used").value())
        .isEqualTo("there is none");
  }

  @Test
  void countsTheLimitOfTheGatewaysControlGroup() {
    var looked =
        memory(6_000_000, 1000)
            .system("proc/self/cgroup", "0::/session\n")
            .system("proc/10/cgroup", "0::/unit\n")
            .system("sys/fs/cgroup/unit/memory.max", "1000000000\n")
            .system("sys/fs/cgroup/unit/memory.current", "950000000\n")
            .system("sys/fs/cgroup/unit/memory.stat", "inactive_file 0\n");
    assertThat(looked.line(new MemoryProbe(), "memory.available"))
        .returns(State.FAIL, Line::state)
        .returns("48 MB", Line::value);
  }

  @Test
  void knowsNothingWhereThereIsNoProc() {
    var looked = new Looked(folder).system("nothing", "");
    assertThat(new MemoryProbe().look(looked.context()))
        .allMatch(line -> line.state() == State.NOT_MEASURED);
    assertThat(new CpuProbe().look(looked.context()))
        .hasSize(3)
        .allMatch(line -> line.state() == State.NOT_MEASURED);
  }

  @Test
  void judgesTheLoadByTheCores() {
    int cores = Runtime.getRuntime().availableProcessors();
    var looked = new Looked(folder);
    looked.system("proc/loadavg", "0.1 %s 9 1/2 3\n".formatted(1.5 * cores));
    assertThat(looked.state(new CpuProbe(), "cpu.load")).isEqualTo(State.WARN);
    looked.system("proc/loadavg", "0.1 %s 9 1/2 3\n".formatted(3.5 * cores));
    assertThat(looked.state(new CpuProbe(), "cpu.load")).isEqualTo(State.FAIL);
    looked.system("proc/loadavg", "90 %s 9 1/2 3\n".formatted(0.5 * cores));
    assertThat(looked.state(new CpuProbe(), "cpu.load")).isEqualTo(State.PASS);
  }

  @ParameterizedTest
  @CsvSource({
    // user nice system idle iowait irq softirq steal
    "10 0 10 70 10 0 0 0, PASS, PASS, 70.0 %",
    "10 0 10 20 60 0 0 0, WARN, PASS, 20.0 %",
    "40 0 20 30 0 0 0 10, WARN, WARN, 30.0 %",
    "60 0 9 1 0 0 0 30, FAIL, FAIL, 1.0 %",
    "0 0 0 0 0 0 0 0, NOT_MEASURED, NOT_MEASURED, NaN %"
  })
  void judgesTheProcessorByWhatWentByMeanwhile(
      String spent, State idle, State steal, String value) {
    var before = Ticks.parse("cpu 100 100 100 100 100 100 100 100 7 7");
    var after = new long[8];
    for (int i = 0; i < after.length; i++) {
      after[i] = 100 + Long.parseLong(spent.split(" ")[i]);
    }
    var lines = CpuProbe.judge(new Looked(folder).context(), new Ticks(after).minus(before));
    assertThat(lines).extracting(Line::state).containsExactly(idle, steal);
    assertThat(lines.getFirst().value()).isEqualTo(value);
  }

  @Test
  void looksAtTheRealProcessorForASecond() {
    var line = new Looked(folder).line(new CpuProbe(), "cpu.idle");
    assertThat(line.state()).isNotEqualTo(State.NOT_MEASURED);
    assertThat(line.value()).matches("[0-9]+\\.[0-9] %");
  }

  @Test
  void judgesTheClock() {
    var context = new Looked(folder).context();
    assertThat(ClockProbe.judge(context, Optional.of(new ClockProbe.Clock(true, 20))))
        .returns(State.PASS, Line::state)
        .returns("yes, within 20 ms", Line::value);
    assertThat(ClockProbe.judge(context, Optional.of(new ClockProbe.Clock(true, 900))).state())
        .isEqualTo(State.WARN);
    assertThat(ClockProbe.judge(context, Optional.of(new ClockProbe.Clock(false, 0))).state())
        .isEqualTo(State.WARN);
    assertThat(ClockProbe.judge(context, Optional.empty()).state()).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void asksTheRealKernelForTheClock() {
    assertThat(new Looked(folder).state(new ClockProbe(), "net.clock"))
        .isIn(State.PASS, State.WARN);
  }
}

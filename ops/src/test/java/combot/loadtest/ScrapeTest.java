package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTest {

  private static final String BEFORE =
      """
      # HELP asked_total Questions.
      # TYPE asked_total counter
      asked_total{result="hit",worker="1"} 40.0
      asked_total{result="miss",worker="1"} 10.0
      asked_total{result="hit",worker="2"} 90.0
      asked_total_of_others 7.0
      """;

  @Test
  void addsUpSamplesOfOneName() {
    var figures = Scrape.of(BEFORE);
    assertThat(figures.sum("asked_total")).isEqualTo(140);
    assertThat(figures.sum("asked_total", labels -> labels.contains("\"miss\""))).isEqualTo(10);
    assertThat(figures.sum("nothing")).isZero();
  }

  @Test
  void tellsTheLargestSampleOfOneName() {
    var figures = Scrape.of(BEFORE);
    assertThat(figures.largest("asked_total", _ -> true)).isEqualTo(90);
    assertThat(figures.largest("asked_total", labels -> labels.contains("\"1\""))).isEqualTo(40);
    assertThat(figures.largest("asked_total_of_others", Scrape.IN_WORKERS)).isZero();
  }

  @Test
  void aReplacedWorkerBeginsAnewAndANewOneDoesNotCount() {
    var now =
        Scrape.of(
            """
            asked_total{result="hit",worker="1"} 45.0
            asked_total{result="hit",worker="2"} 3.0
            asked_total{result="hit",worker="3"} 500.0
            """);
    assertThat(now.growth(Scrape.of(BEFORE), "asked_total")).isEqualTo(8);
  }

  @Test
  void readsProcessorTimesOfLinux(@TempDir Path proc) throws Exception {
    Files.createDirectory(proc.resolve("self"));
    Files.writeString(proc.resolve("stat"), "cpu  100 20 30 400 50 6 7 8 0 0\ncpu0 1 1 1 1\n");
    Files.writeString(
        proc.resolve("self/stat"), "7 (a) b) S 1 1 1 0 -1 0 0 0 0 0 250 50 0 0 20 0 1 0 5 0 0");
    Files.writeString(proc.resolve("loadavg"), "1.50 0.70 0.30 1/99 12345\n");
    var machine = Machine.now(proc).orElseThrow();
    assertThat(machine.busy()).isEqualTo(1.71);
    assertThat(machine.idle()).isEqualTo(4.5);
    assertThat(machine.own()).isCloseTo(3, within(1e-9));
    assertThat(machine.load()).isEqualTo(1.5);
    assertThat(Machine.now(proc.resolve("nothing"))).isEmpty();
  }
}

package combot.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextSessionTest {
  private static final Duration BETWEEN = Duration.ofMinutes(5);

  /** Samples of one process, every five seconds. */
  private static final class Run {
    private final List<Sample> samples = new ArrayList<>();
    private int second;
    private long visits;

    /** People are there, the model is loaded, memory is high. */
    Run session(int minutes, double mb) {
      for (int end = second + 60 * minutes; second < end; second += 5) {
        visits += 20;
        add(mb, ModelState.LOADED, Duration.ofSeconds(1));
      }
      return this;
    }

    Run visit(int requests) {
      visits += requests;
      return add(250, ModelState.LOADED, Duration.ofSeconds(1));
    }

    /** Nobody is there; after five minutes the model is unloaded. */
    Run quiet(int minutes, double mb, double mbAnHour) {
      int begin = second;
      for (int end = second + 60 * minutes; second < end; second += 5) {
        var quiet = Duration.ofSeconds(second - begin);
        boolean idle = quiet.compareTo(BETWEEN) >= 0;
        add(
            idle ? mb + mbAnHour * (second - begin) / 3_600 : 250,
            idle ? ModelState.UNLOADED : ModelState.LOADED,
            quiet);
      }
      return this;
    }

    Run add(double mb, ModelState model, Duration quiet) {
      samples.add(
          Generated.at(
              Duration.ofSeconds(second), (long) (mb * Generated.MB), model, quiet, visits));
      return this;
    }

    NextSession judged() {
      return NextSession.judge(samples, Level.CALM, BETWEEN);
    }
  }

  @Test
  void aFreshProcessMayBegin() {
    var judged = new Run().quiet(1, 150, 0).judged();
    assertThat(judged)
        .isEqualTo(
            new NextSession(
                true,
                List.of(
                    "25 % of the machine's memory is in use",
                    "nobody was here yet", "the model is loaded")));
  }

  @Test
  void nothingBeginsBeforeAnythingWasMeasured() {
    assertThat(new Run().judged())
        .isEqualTo(new NextSession(false, List.of("nothing was measured yet")));
  }

  @Test
  void theNextSessionWaitsForTheOneBefore() {
    var run = new Run().session(15, 250).quiet(4, 180, 0);
    assertThat(run.judged())
        .isEqualTo(new NextSession(false, List.of("somebody was here 3 min ago; wait for 5 min")));
    assertThat(run.quiet(6, 180, 0).judged())
        .isEqualTo(
            new NextSession(
                true,
                List.of(
                    "25 % of the machine's memory is in use",
                    "somebody was here 5 min ago",
                    "the model is unloaded",
                    "its own memory is 180 MB, the base line is 180 MB",
                    "its growth can't be judged before 10 min")));
  }

  @Test
  void theNextSessionWaitsForMemoryAboveItsBaseLine() {
    var run = new Run().session(15, 250).quiet(8, 180, 0).session(15, 260);
    assertThat(new ArrayList<>(run.samples)).hasSizeGreaterThan(300);
    assertThat(run.quiet(8, 195, 0).judged().reasons())
        .contains("its own memory is 195 MB, over 5 % too much: the base line is 180 MB");
  }

  @Test
  void memoryWithinFivePercentOfItsBaseLineIsBack() {
    var run = new Run().session(15, 250).quiet(8, 180, 0).session(60, 260).quiet(7, 188, 0);
    assertThat(run.judged().ready()).isTrue();
  }

  @Test
  void theNextSessionWaitsWhereMemoryGrowsWithNobodyThere() {
    assertThat(new Run().session(15, 250).quiet(40, 180, 12).judged())
        .isEqualTo(new NextSession(false, List.of("it grows by 12 MB an hour")));
    assertThat(new Run().session(15, 250).quiet(40, 180, 8).judged().reasons())
        .endsWith("it grows by 8 MB an hour");
    assertThat(new Run().session(15, 250).quiet(40, 180, 8).judged().ready()).isTrue();
  }

  @Test
  void growthOverSessionsShowsInTheQuietBetweenThem() {
    var run = new Run();
    for (int session = 0; session < 4; session++) {
      run.session(8, 250).quiet(8, 180 + 2.5 * session, 0);
    }
    assertThat(run.judged().ready()).isFalse();
    assertThat(run.judged().reasons()).singleElement().asString().contains("it grows by");
  }

  @Test
  void aModelThatIsBeingLoadedAndAFullMachineHoldItUp() {
    var run = new Run().add(150, ModelState.LOADING, Duration.ZERO);
    assertThat(NextSession.judge(run.samples, Level.HOLD, BETWEEN))
        .isEqualTo(
            new NextSession(
                false,
                List.of("25 % of the machine's memory is in use", "the model is being loaded")));
  }

  @Test
  void aProcessThatStillGrowsIntoItsCodeIsNotJudged() {
    var run = new Run().visit(40).quiet(8, 130, 0).visit(40).quiet(8, 150, 0);
    assertThat(run.visits).isLessThan(NextSession.WARM);
    assertThat(run.judged().ready()).isTrue();
    assertThat(run.judged().reasons())
        .endsWith("the base line of its memory is taken after 100 requests, 80 came");
    run.session(2, 250).quiet(8, 152, 0).session(1, 250).quiet(8, 165, 0);
    assertThat(run.judged().reasons())
        .contains("its own memory is 165 MB, over 5 % too much: the base line is 152 MB");
  }

  @Test
  void aNeighbourThatStartsOrEndsIsNoGrowth() {
    var run = new Run().session(15, 250).quiet(20, 180, 0);
    run.samples.replaceAll(sample ->
        new Sample(
            sample.at(),
            sample.pid(),
            new ProcessMemory(
                sample.process().own() + sample.at().getEpochSecond() % 3_600 * Generated.MB / 60,
                sample.process().own(),
                ProcessMemory.Measure.PSS),
            sample.machine(),
            sample.jvm(),
            sample.model(),
            sample.quiet(),
            sample.visits()));
    assertThat(run.judged().reasons()).contains("it grows by 0 MB an hour");
    assertThat(run.judged().ready()).isTrue();
  }

  @Test
  void figuresOfAnotherMeasureDoNotCount() {
    var run = new Run().session(15, 250).quiet(8, 180, 0);
    var last = run.samples.getLast();
    run.samples.set(
        run.samples.size() - 1,
        new Sample(
            last.at(),
            last.pid(),
            new ProcessMemory(300 * Generated.MB, 300 * Generated.MB, ProcessMemory.Measure.RSS),
            last.machine(),
            last.jvm(),
            last.model(),
            last.quiet(),
            last.visits()));
    assertThat(run.judged().reasons())
        .contains("its own memory is 300 MB, the base line is 300 MB");
  }
}

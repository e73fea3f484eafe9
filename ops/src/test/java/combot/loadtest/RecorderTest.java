package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import combot.loadtest.Recorder.End;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {

  private static final long SECOND = 1_000_000_000L;

  private final long began = System.nanoTime();
  private final Recorder recorder = new Recorder();

  private long at(double seconds) {
    return began + (long) (seconds * SECOND);
  }

  private void answered(Kind kind, long intended, long ended) {
    recorder.request(intended, ended);
    recorder.answered(kind, intended, ended, 0);
  }

  @Test
  void timesAndRatesAreOfTheWindowAlone() {
    recorder.opens(at(10));
    recorder.closes(at(20));
    answered(Kind.TURN, at(1), at(2));
    answered(Kind.TURN, at(9), at(11));
    answered(Kind.TURN, at(15), at(16));
    answered(Kind.TURN, at(19), at(21));
    recorder.thought(at(5), at(12));
    recorder.thought(at(18), at(25));
    recorder.ends(End.FINISHED, at(0), at(9));
    recorder.ends(End.FINISHED, at(0), at(15));
    recorder.ends(End.FINISHED, at(11), at(15));
    recorder.ends(End.FINISHED, at(0), at(21));
    var measured = recorder.measured();
    assertThat(measured.requests()).isEqualTo(4);
    assertThat(measured.inWindow()).isEqualTo(2);
    assertThat(measured.kinds().get(Kind.TURN).count()).isEqualTo(2);
    // Who waits when the window opens or closes is there for that part of it.
    assertThat(measured.sums()).isEqualTo(new Recorder.Sums(3 * SECOND, 4 * SECOND, 19 * SECOND));
    assertThat(measured.finished()).isEqualTo(3);
    assertThat(measured.finishedInWindow()).isEqualTo(2);
    // Who came before it conversed while others still came.
    assertThat(measured.sessions().count()).isEqualTo(1);
    assertThat(measured.sessions().max()).isBetween(3_990.0, 4_010.0);
    assertThat(measured.brokenOff()).isEqualTo(1);
  }

  @Test
  void countsFailuresByWhatTheyAreAndKeepsTheFirstExcerpt() {
    answered(Kind.PAGE, at(0), at(1));
    recorder.failure(Kind.PAGE, "status 500", "first");
    answered(Kind.PAGE, at(1), at(2));
    recorder.failure(Kind.PAGE, "status 500", "second");
    answered(Kind.TURN, at(1), at(2));
    recorder.wrong(Kind.TURN, List.of("an empty text", "the link x"), "{}");
    var measured = recorder.measured();
    assertThat(measured.failed()).isEqualTo(3);
    assertThat(measured.wrong()).isEqualTo(1);
    assertThat(measured.failures())
        .containsExactly(
            new Failure("page: status 500", 2, "first"),
            new Failure("turn: an empty text", 1, "{}"),
            new Failure("turn: the link x", 1, "{}"));
  }

  @Test
  void tellsEachSecondByItself() {
    answered(Kind.TURN, at(0), at(0.5));
    answered(Kind.TURN, at(3), at(3.25));
    answered(Kind.PAGE, at(3), at(3.5));
    var series = recorder.measured().series();
    assertThat(series).extracting(Second::at).containsExactly(0L, 1L, 2L, 3L);
    assertThat(series).extracting(Second::requests).containsExactly(1L, 0L, 0L, 2L);
    assertThat(series.get(3).p95()).isBetween(245.0, 255.0);
  }

  @Test
  void whatIsHeldUpToTheEndOfAStageIsNotLeftOut() {
    recorder.closes(at(10));
    for (int i = 0; i < 9; i++) {
      answered(Kind.TURN, at(i + 0.5), at(i + 0.6));
    }
    answered(Kind.TURN, at(9), at(21));
    answered(Kind.TURN, at(11), at(12));
    var replies = recorder.measured().kinds().get(Kind.TURN);
    assertThat(replies.count()).isEqualTo(10);
    assertThat(replies.max()).isBetween(12_000.0, 12_020.0);
    assertThat(recorder.measured().inWindow()).isEqualTo(9);
  }
}

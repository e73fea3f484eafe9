package combot.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import combot.conversation.Provenance;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MadeUpSpeakerTest {

  private final MadeUpSpeaker speaker = new MadeUpSpeaker();

  private static Occasion occasion(String conversation, Duration within) {
    var one = Fixture.occasion(within);
    return new Occasion(one.studyId(), conversation, one.generation(), one.deadline(), one.shown());
  }

  private static Stream<Occasion> occasions(int many, Duration within) {
    return IntStream.range(0, many).mapToObj(i -> occasion("conversation-" + i, within));
  }

  private static double seconds(Occasion occasion) {
    return MadeUpSpeaker.seconds(MadeUpSpeaker.random(Fixture.wish(), occasion));
  }

  /** One whose model is faster than most. */
  private static Occasion quick(Duration within) {
    return occasions(100_000, within).filter(it -> seconds(it) < 0.3).findFirst().orElseThrow();
  }

  @Test
  void itsTimesSpreadAsAModelsDoAndAreTheSameForTheSameTurn() {
    var times = occasions(2_000, Duration.ofSeconds(8)).mapToDouble(MadeUpSpeakerTest::seconds);
    var sorted = times.sorted().toArray();
    assertThat(sorted[1_000]).isCloseTo(1.2, within(0.1));
    assertThat(Math.log(sorted[1_682] / sorted[1_000])).isCloseTo(0.5, within(0.08));
    var one = occasion("one", Duration.ofSeconds(8));
    assertThat(seconds(one)).isEqualTo(seconds(one));
  }

  @Test
  void saysTheScriptedWordsOnceAModelWouldHaveAnsweredAndSpendsNothing() {
    var occasion = quick(Duration.ofSeconds(8));
    var turn = speaker.speak(Fixture.wish(), occasion);
    assertThat(turn.text()).isEqualTo(Fixture.SCRIPTED);
    assertThat(turn.provenance())
        .returns(Provenance.Source.FALLBACK, Provenance::source)
        .returns(0.0, Provenance::cost)
        .returns("a-hash", Provenance::promptHash);
    assertThat(turn.provenance().errors()).containsExactly("load-test");
    assertThat(turn.provenance().computed().toNanos() / 1e9)
        .isGreaterThanOrEqualTo(seconds(occasion));
  }

  @Test
  void waitsNoLongerThanTheDeadline() {
    var late = speaker.speak(Fixture.wish(), occasion("one", Duration.ofMillis(5)));
    assertThat(late.text()).isEqualTo(Fixture.SCRIPTED);
    assertThat(late.provenance().errors()).containsExactly("load-test", "deadline");
    var over = speaker.speak(Fixture.wish(), occasion("one", Duration.ofSeconds(-1)));
    assertThat(over.provenance().errors()).containsExactly("load-test", "deadline");
  }

  @Test
  void inTroubleEachQuestionFailsOrHangs() {
    var errors = new HashSet<String>();
    speaker.beTroubled();
    occasions(100_000, Duration.ofMillis(400))
        .filter(it -> seconds(it) < 0.3)
        .limit(12)
        .parallel()
        .forEach(it -> {
          var turn = speaker.speak(Fixture.wish(), it);
          synchronized (errors) {
            errors.add(turn.provenance().errors().getLast());
          }
        });
    assertThat(errors).containsExactlyInAnyOrder("500", "deadline");
  }

  @Test
  void whoIsInterruptedIsAnsweredAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    var turn = speaker.speak(Fixture.wish(), occasion("one", Duration.ofSeconds(8)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(turn.provenance().errors()).containsExactly("load-test", "interrupted");
  }
}

package combot.reply;

import static combot.reply.Fixture.ledger;
import static org.assertj.core.api.Assertions.assertThat;

import combot.study.Generation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a study may spend on models is not exceeded. */
class PurseTest {

  private final AtomicLong nanos = new AtomicLong();

  private Purse purse(Ledger ledger) {
    return new Purse(ledger, InstantSource.system(), nanos::get);
  }

  private void oneSecondLater() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private static OptionalDouble cap(double value) {
    return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Occasion occasion(double conversation, double study, double day) {
    var caps = new Generation.Caps(cap(conversation), cap(study), cap(day));
    return Fixture.occasion(Duration.ofSeconds(8), caps, false, _ -> {});
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0, cap-conversation", "0, 1, 0, cap-study", "0, 0, 1, cap-day"})
  void eachCapHolds(double conversation, double study, double day, String reason) {
    var occasion = occasion(conversation, study, day);
    assertThat(purse(ledger(0.89, 0.89, 0.89)).reserve(occasion, 0.1)).isEmpty();
    assertThat(purse(ledger(0.91, 0.91, 0.91)).reserve(occasion, 0.1)).contains(reason);
  }

  @Test
  void withoutCapsTheLedgerIsNotAsked() {
    assertThat(purse(null).reserve(occasion(0, 0, 0), 1e9)).isEmpty();
  }

  @Test
  void questionsUnderWayCountAtTheirWorst() {
    var purse = purse(ledger(0, 0, 0));
    var occasion = occasion(0, 1, 0);
    assertThat(purse.reserve(occasion, 0.6)).isEmpty();
    assertThat(purse.reserve(occasion, 0.6)).contains("cap-study");
    purse.settle(occasion, 0.6, 0.1);
    assertThat(purse.reserve(occasion, 0.6)).isEmpty();
  }

  @Test
  void whatOneCapRefusesIsReservedOfNone() {
    var purse = purse(ledger(0.95, 0, 0));
    for (int i = 0; i < 20; i++) {
      assertThat(purse.reserve(occasion(1, 1, 0), 0.1)).contains("cap-conversation");
    }
    assertThat(purse.reserve(occasion(0, 1, 0), 0.9)).isEmpty();
  }

  @Test
  void whatWasSpentHereCountsUntilTheLedgerHoldsIt() {
    var stored = new DoubleAdder();
    var purse =
        purse(
            new Ledger() {
              @Override
              public double ofConversation(String conversationId) {
                return 0;
              }

              @Override
              public double ofStudy(String studyId) {
                return stored.sum();
              }

              @Override
              public double today(String studyId) {
                return 0;
              }
            });
    var occasion = occasion(0, 1, 0);
    assertThat(purse.reserve(occasion, 0.5)).isEmpty();
    purse.settle(occasion, 0.5, 0.5);
    oneSecondLater();
    assertThat(purse.reserve(occasion, 0.6)).contains("cap-study");
    stored.add(0.5);
    oneSecondLater();
    assertThat(purse.reserve(occasion, 0.6)).contains("cap-study");
    assertThat(purse.reserve(occasion, 0.4)).isEmpty();
  }

  @Test
  void aStudyIsSpentOnceItsDearestQuestionFitsNoMore() {
    var purse = purse(ledger(0, 0.5, 0));
    var generation = occasion(0, 1, 0).generation();
    assertThat(purse.isSpent("a-study", generation)).isFalse();
    assertThat(purse.reserve(occasion(0, 1, 0), 0.6)).contains("cap-study");
    assertThat(purse.isSpent("a-study", generation)).isTrue();
    assertThat(purse.isSpent("another", generation)).isFalse();
    var asking = purse(ledger(0, 0.3, 0));
    assertThat(asking.reserve(occasion(0, 1, 0), 0.3)).isEmpty();
    assertThat(asking.reserve(occasion(0, 1, 0), 0.3)).isEmpty();
    assertThat(asking.isSpent("a-study", generation)).as("open questions are not spent").isFalse();
    assertThat(purse(ledger(9, 1, 0)).isSpent("a-study", generation)).isTrue();
    assertThat(purse(ledger(9, 0, 0)).isSpent("a-study", occasion(1, 0, 0).generation())).isFalse();
  }

  @Test
  void aLedgerThatIsGoneKeepsModelsFromBeingAskedButNobodyOut() {
    var broken =
        new Ledger() {
          private IllegalStateException gone() {
            return new IllegalStateException("gone");
          }

          @Override
          public double ofConversation(String conversationId) {
            throw gone();
          }

          @Override
          public double ofStudy(String studyId) {
            throw gone();
          }

          @Override
          public double today(String studyId) {
            throw gone();
          }
        };
    var purse = purse(broken);
    assertThat(purse.reserve(occasion(0, 0, 1), 0.1)).isEqualTo(Optional.of("no-ledger"));
    assertThat(purse.isSpent("a-study", occasion(0, 1, 1).generation())).isFalse();
  }
}

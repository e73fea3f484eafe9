package combot.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {
  private static final Thresholds DEFAULT = Thresholds.DEFAULT;

  /** A use of the machine's memory, and how long after the one before. */
  record Look(double percent, Duration after) {}

  @Provide
  Arbitrary<List<Look>> looks() {
    var percent = Arbitraries.doubles().between(0, 100);
    var seconds = Arbitraries.integers().between(1, 90);
    return Combinators.combine(percent, seconds)
        .as((use, after) -> new Look(use, Duration.ofSeconds(after)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @ParameterizedTest
  @CsvSource({
    "59.9, CALM",
    "60, NOTE",
    "74.9, NOTE",
    "75, CLEAN",
    "85, HOLD",
    "94.9, HOLD",
    "95, EMERGENCY",
    "100, EMERGENCY"
  })
  void levelsBeginAtTheirThresholds(double percent, Level level) {
    assertThat(Watch.START.next(DEFAULT, percent, Duration.ZERO).level()).isEqualTo(level);
  }

  @Test
  void eachLevelAsksForWhatTheLowerOnesDo() {
    assertThat(Level.CALM.actions()).isEmpty();
    assertThat(Level.NOTE.actions()).isEmpty();
    assertThat(Level.CLEAN.actions())
        .containsExactlyInAnyOrder(Action.CLEAN_CACHES, Action.UNLOAD_IF_IDLE);
    assertThat(Level.HOLD.actions()).isEqualTo(Level.CLEAN.actions());
    assertThat(Level.EMERGENCY.actions()).isEqualTo(EnumSet.allOf(Action.class));
    assertThat(EnumSet.allOf(Level.class).stream().filter(Level::admits))
        .containsExactly(Level.CALM, Level.NOTE, Level.CLEAN);
  }

  @Property
  void aUseThatWandersWithinTheHysteresisChangesTheLevelAtMostOnce(
      @ForAll @DoubleRange(min = 0, max = 95) double from,
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0, max = 4.99) Double> wandering) {
    var levels = new ArrayList<Level>();
    var watch = Watch.START.next(DEFAULT, from, Duration.ZERO);
    levels.add(watch.level());
    for (double by : wandering) {
      watch = watch.next(DEFAULT, from + by, Duration.ZERO);
      levels.add(watch.level());
    }
    assertThat(levels).isSorted();
    assertThat(Set.copyOf(levels)).hasSizeLessThanOrEqualTo(2);
  }

  @Property
  void moreMemoryInUseNeverMeansALowerLevel(
      @ForAll Level before,
      @ForAll @DoubleRange(min = 0, max = 100) double one,
      @ForAll @DoubleRange(min = 0, max = 100) double other) {
    assertThat(DEFAULT.next(before, Math.max(one, other)))
        .isGreaterThanOrEqualTo(DEFAULT.next(before, Math.min(one, other)));
  }

  @Property
  void theLevelIsNeverBelowWhatIsReachedNorAboveWhatIsKept(@ForAll("looks") List<Look> looks) {
    var watch = Watch.START;
    for (var look : looks) {
      watch = watch.next(DEFAULT, look.percent(), Duration.ZERO);
      assertThat(watch.level())
          .isBetween(DEFAULT.reached(look.percent()), DEFAULT.reached(look.percent() + 5));
    }
  }

  @Property
  void whatIsDueIsOfTheLevelAndKeepsItsCoolDownAndIsNeverForgotten(
      @ForAll("looks") List<Look> looks) {
    var watch = Watch.START;
    var now = Duration.ZERO;
    Map<Action, Duration> last = new EnumMap<>(Action.class);
    for (var look : looks) {
      now = now.plus(look.after());
      watch = watch.next(DEFAULT, look.percent(), now);
      for (var action : Action.values()) {
        var before = last.get(action);
        boolean cool = before == null || now.minus(before).compareTo(DEFAULT.coolDown()) >= 0;
        assertThat(watch.due().contains(action))
            .isEqualTo(cool && watch.level().actions().contains(action));
        if (watch.due().contains(action)) {
          last.put(action, now);
        }
      }
    }
  }

  @Test
  void newcomersAreLetInAgainWhenTheUseHasFallenByTheHysteresis() {
    var held = Watch.START.next(DEFAULT, 85, Duration.ZERO);
    assertThat(held.level().admits()).isFalse();
    var still = held.next(DEFAULT, 80, Duration.ofHours(1));
    assertThat(still.level()).isEqualTo(Level.HOLD);
    assertThat(still.next(DEFAULT, 79.9, Duration.ofHours(2)).level()).isEqualTo(Level.CLEAN);
    assertThat(still.next(DEFAULT, 10, Duration.ofHours(2)).level()).isEqualTo(Level.CALM);
  }

  @Test
  void thresholdsThatMakeNoSenseAreRefused() {
    var minute = Duration.ofMinutes(1);
    assertThatThrownBy(() -> new Thresholds(60, 50, 85, 95, 5, minute))
        .hasMessageContaining("note 60.0, clean 50.0, hold 85.0, emergency 95.0");
    assertThatThrownBy(() -> new Thresholds(60, 75, 85, 101, 5, minute))
        .hasMessageContaining("from 0 to 100");
    assertThatThrownBy(() -> new Thresholds(Double.NaN, 75, 85, 95, 5, minute))
        .hasMessageContaining("note NaN");
    assertThatThrownBy(() -> new Thresholds(60, 75, 85, 95, -1, minute))
        .hasMessage("hysteresis must be from 0 to 100, was -1.0");
    assertThatThrownBy(() -> new Thresholds(60, 75, 85, 95, 5, Duration.ZERO))
        .hasMessage("coolDown must be > 0, was PT0S");
  }
}

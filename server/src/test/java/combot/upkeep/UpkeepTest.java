package combot.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.classifier.CachedClassifier;
import combot.classifier.Classifiers;
import combot.classifier.ReloadableClassifier;
import combot.memory.Action;
import combot.memory.Level;
import combot.memory.MachineMemory;
import combot.memory.ModelState;
import combot.memory.SampleFile;
import combot.memory.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UpkeepTest {
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final String SECRET = "my neighbour Agathe took the parcel";

  @TempDir private Path folder;
  private Duration spokenAgo = Duration.ofDays(1);
  private boolean recordFails;
  private Duration now = Duration.ZERO;
  private double usedPercent = 30;
  private final List<String> said = new ArrayList<>();
  private final ReloadableClassifier model = Classifiers.reloadable(Sizes::new);
  private final CachedClassifier scores =
      Classifiers.cached(model, Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker()));
  private final Activity activity = new Activity(() -> now.toNanos());
  private Upkeep upkeep;

  private final Handler log =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          var given = logged.getParameters();
          said.add(
              logged.getLevel().getName()
                  + " "
                  + (given == null ? logged.getMessage() : logged.getMessage().formatted(given)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void begin() {
    Logger.getLogger(Upkeep.class.getName()).addHandler(log);
    Logger.getLogger(Upkeep.class.getName()).setLevel(java.util.logging.Level.ALL);
    upkeep = upkeep(folder.resolve("memory.tsv"));
  }

  @AfterEach
  void end() {
    Logger.getLogger(Upkeep.class.getName()).removeHandler(log);
    upkeep.close();
    scores.close();
    assertThat(said).noneMatch(line -> line.contains("Agathe"));
  }

  private Upkeep upkeep(Path file) {
    return new Upkeep(
        new Upkeep.Policy(Thresholds.DEFAULT, IDLE, Duration.ofMillis(1)),
        model,
        scores,
        activity,
        this::isSpoken,
        new SampleFile(file, 100_000),
        () -> new MachineMemory(1_000, Math.round(1_000 - 10 * usedPercent), false),
        () -> Instant.parse("2026-11-25T10:00:00Z").plus(now),
        () -> now.toNanos());
  }

  private boolean isSpoken(Duration within) {
    if (recordFails) {
      throw new IllegalStateException("the database is gone");
    }
    return spokenAgo.compareTo(within) < 0;
  }

  private void look(Duration later, double percent) {
    now = now.plus(later);
    usedPercent = percent;
    upkeep.look();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void saysNothingWhileAllIsWell() throws IOException {
    look(seconds(5), 30);
    look(seconds(5), 40);
    assertThat(said).isEmpty();
    var kept = new SampleFile(folder.resolve("memory.tsv"), 100_000).last(10);
    assertThat(kept).hasSize(2).last().isEqualTo(upkeep.last().orElseThrow());
    assertThat(kept.getLast().process().bytes()).isPositive();
    assertThat(kept.getLast().quiet()).isEqualTo(seconds(10));
  }

  @Test
  void clearsTheScoresWhereMemoryIsShortAndSaysSoOnceWithFigures() {
    activity.visit();
    scores.scores(SECRET);
    look(seconds(5), 76);
    assertThat(scores.counts().texts()).isZero();
    assertThat(model.state()).as("somebody is there").isEqualTo(ModelState.LOADED);
    scores.scores(SECRET);
    look(seconds(5), 76);
    assertThat(scores.counts().texts()).as("within the cool-down").isOne();
    assertThat(said)
        .filteredOn(line -> line.contains("score cache"))
        .singleElement()
        .asString()
        .matches(
            "INFO score cache cleared of 1 texts: before: machine 76\\.0 % of .*; after: machine 76\\.0 % .*");
    look(seconds(60), 76);
    assertThat(scores.counts().texts()).as("after it").isZero();
  }

  @Test
  void unloadsTheModelSoonerWhereMemoryIsShort() {
    activity.visit();
    look(seconds(59), 76);
    assertThat(model.state()).isEqualTo(ModelState.LOADED);
    look(seconds(60), 76);
    assertThat(model.state()).isEqualTo(ModelState.UNLOADED);
    assertThat(said)
        .filteredOn(line -> line.contains("model unloaded"))
        .singleElement()
        .asString()
        .contains("before: machine", "after: machine");
  }

  @Test
  void unloadsTheModelWhenNobodyWasThereForLongAndKeepsTheScores() {
    activity.visit();
    scores.scores(SECRET);
    look(IDLE.minusSeconds(1), 30);
    assertThat(model.state()).isEqualTo(ModelState.LOADED);
    look(seconds(1), 30);
    assertThat(model.state()).isEqualTo(ModelState.UNLOADED);
    assertThat(upkeep.last().orElseThrow().model()).isEqualTo(ModelState.UNLOADED);
    scores.scores(SECRET);
    assertThat(model.state()).as("the score was known").isEqualTo(ModelState.UNLOADED);
    look(seconds(5), 30);
    assertThat(said).filteredOn(line -> line.contains("model unloaded")).hasSize(1);
  }

  @Test
  void keepsNewcomersWaitingUntilThereIsRoomAgain() {
    look(seconds(5), 84.9);
    assertThat(upkeep.admitsNewcomers()).isTrue();
    look(seconds(5), 85);
    assertThat(upkeep.admitsNewcomers()).isFalse();
    look(seconds(5), 81);
    assertThat(upkeep.admitsNewcomers()).isFalse();
    look(seconds(5), 79);
    assertThat(upkeep.admitsNewcomers()).isTrue();
    assertThat(said)
        .contains("WARN newcomers are asked to come back later")
        .contains("INFO newcomers are let in again");
  }

  @Test
  void rehearsesEachLevelAndThenGoesOnAsTheRealMemoryAsks() {
    activity.visit();
    scores.scores(SECRET);
    look(seconds(5), 30);

    var steps = upkeep.rehearse();

    assertThat(steps).extracting(Upkeep.Rehearsed::percent).containsExactly(60.0, 75.0, 85.0, 95.0);
    assertThat(steps)
        .extracting(Upkeep.Rehearsed::level)
        .containsExactly(Level.NOTE, Level.CLEAN, Level.HOLD, Level.EMERGENCY);
    assertThat(steps)
        .extracting(Upkeep.Rehearsed::admitsNewcomers)
        .containsExactly(true, true, false, false);
    assertThat(steps.get(0).texts()).containsExactly(1L, 1L);
    assertThat(steps.get(1).texts()).containsExactly(1L, 0L);
    assertThat(steps.get(1).model()).containsExactly(ModelState.LOADED, ModelState.UNLOADED);
    assertThat(steps.get(3).due()).contains(Action.RECYCLE);
    assertThat(said).noneMatch(line -> line.contains("should be replaced"));
    assertThat(upkeep.level()).isEqualTo(Level.CALM);
    assertThat(upkeep.admitsNewcomers()).isTrue();
  }

  @Test
  void rehearsesNothingWhileSomebodyIsThere() {
    activity.visit();
    scores.scores(SECRET);
    look(seconds(4), 30);
    refusesToRehearse("somebody was here within the last 5 s");
    assertThat(scores.counts().texts()).isOne();
    assertThat(upkeep.admitsNewcomers()).isTrue();
  }

  @Test
  void rehearsesNothingWhileSomebodyIsUnderWayThroughAnyProcess() {
    scores.scores(SECRET);
    look(seconds(30), 30);
    spokenAgo = seconds(20);
    refusesToRehearse("somebody said something within the last minute");
    recordFails = true;
    refusesToRehearse("somebody said something within the last minute");
    assertThat(scores.counts().texts()).isOne();
    assertThat(model.state()).isEqualTo(ModelState.LOADED);
  }

  @Test
  void rehearsesNothingWhileMemoryIsShortAndKeepsNewcomersWaiting() {
    look(seconds(5), 86);
    look(seconds(5), 82);
    refusesToRehearse("memory is short already, its level is HOLD");
    assertThat(upkeep.level()).isEqualTo(Level.HOLD);
    assertThat(upkeep.admitsNewcomers()).isFalse();
  }

  @Test
  void theRealLevelOutlivesARehearsal() {
    look(seconds(5), 76);
    look(seconds(5), 72);
    upkeep.rehearse();
    assertThat(upkeep.level()).as("within the hysteresis").isEqualTo(Level.CLEAN);
  }

  private void refusesToRehearse(String why) {
    assertThatThrownBy(upkeep::rehearse).isInstanceOf(IllegalStateException.class).hasMessage(why);
  }

  @Test
  void asksToBeReplacedInAnEmergencyOnceACoolDown() {
    for (int i = 0; i < 13; i++) {
      look(seconds(5), 97);
    }
    assertThat(upkeep.level()).isEqualTo(Level.EMERGENCY);
    assertThat(said)
        .filteredOn(line -> line.startsWith("ERROR this process should be replaced"))
        .hasSize(2);
  }

  @Test
  void saysWhenTheNextSessionMustWaitAndWhenItMayStart() {
    look(seconds(5), 30);
    activity.visit();
    look(seconds(5), 30);
    look(IDLE, 30);
    look(seconds(5), 30);
    assertThat(said)
        .filteredOn(line -> line.contains("the next session"))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "INFO the next session must wait: somebody was here 5 s ago; wait for 5 min"),
            line ->
                assertThat(line)
                    .startsWith("INFO the next session may start: ")
                    .contains(
                        "the model is unloaded",
                        "the base line of its memory is taken after 100 requests, 1 came"));
  }

  @Test
  void tellsOfTheNextSessionOnceAMinuteAtMost() {
    for (int i = 0; i < 12; i++) {
      look(seconds(5), i % 2 == 0 ? 86 : 30);
    }
    assertThat(told()).singleElement().asString().startsWith("INFO the next session must wait: ");
    look(seconds(60), 30);
    assertThat(told()).hasSize(2).last().asString().startsWith("INFO the next session may start: ");
  }

  private List<String> told() {
    return said.stream().filter(line -> line.contains("the next session")).toList();
  }

  @Test
  void goesOnWhereSamplesCannotBeKeptAndSaysSoOnce() throws IOException {
    upkeep.close();
    upkeep = upkeep(Files.createFile(folder.resolve("file")).resolve("memory.tsv"));
    look(seconds(5), 30);
    look(seconds(5), 30);
    assertThat(upkeep.last()).isPresent();
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("WARN samples of memory are not kept over a restart: ");
  }

  @Test
  void looksByItself() {
    upkeep.start();
    while (upkeep.last().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(upkeep.last().orElseThrow().model()).isEqualTo(ModelState.LOADED);
  }

  @Test
  void policiesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Upkeep.Policy(Thresholds.DEFAULT, Duration.ZERO, IDLE))
        .hasMessage("idle must be > 0, was PT0S");
    assertThatThrownBy(() -> new Upkeep.Policy(Thresholds.DEFAULT, IDLE, Duration.ZERO))
        .hasMessage("every must be > 0, was PT0S");
  }

  @Test
  void keepsNewcomersOutAsAsked() {
    upkeep.look();
    upkeep.hold(true);
    assertThat(upkeep.admitsNewcomers()).isFalse();
    upkeep.hold(false);
    assertThat(upkeep.admitsNewcomers()).isTrue();
  }

  @Test
  void cleansUpWhatNobodyNeedsNow() {
    scores.scores(SECRET);
    activity.visit();
    assertThat(upkeep.cleanUp())
        .startsWith("score cache cleared of 1 texts; the rest stays, since somebody was here")
        .containsPattern("this process takes \\d+ MB, took \\d+$");
    assertThat(model.state()).isEqualTo(ModelState.LOADED);
    now = now.plusMinutes(2);
    assertThat(upkeep.cleanUp()).startsWith("score cache cleared of 0 texts; model unloaded; ");
    assertThat(model.state()).isEqualTo(ModelState.UNLOADED);
    assertThat(upkeep.cleanUp()).startsWith("score cache cleared of 0 texts; this process takes ");
    assertThat(said).anyMatch(line -> line.startsWith("INFO asked to clean up: score cache"));
  }

  @Test
  void aProcessThatHasJustReplacedAnotherKeepsTheModelForThoseWhoAreUnderWayOnly() {
    spokenAgo = seconds(20);
    assertThat(upkeep.cleanUp()).contains("; the rest stays, since somebody was here");
    assertThat(model.state()).isEqualTo(ModelState.LOADED);
    spokenAgo = seconds(61);
    assertThat(upkeep.cleanUp()).contains("; model unloaded; ");
  }

  @Test
  void cleansUpInAnOutageOfTheDatabaseAsIfSomebodyWereUnderWay() {
    recordFails = true;
    assertThat(upkeep.cleanUp()).contains("; the rest stays, since somebody was here");
    assertThat(model.state()).isEqualTo(ModelState.LOADED);
    assertThat(said).anyMatch(line -> line.endsWith("can't be told: the database is gone"));
  }
}

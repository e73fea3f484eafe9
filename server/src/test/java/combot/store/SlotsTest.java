package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEachDatabase
class SlotsTest {

  private static final Duration NOON = Duration.ZERO;
  private static final Duration LATER = Duration.ofMinutes(10).plusMillis(1);

  @RegisterExtension final Database db;

  SlotsTest(Database.Kind kind) {
    db = new Database(kind);
  }

  @Test
  void givesSlotsWhoseLeaseRanOutAgainTheLowestFirst() {
    open(5, NOON);
    assertThat(numbers(open(2, Duration.ofMinutes(10)))).containsExactly(5L, 6L);
    assertThat(numbers(open(6, LATER))).containsExactly(0L, 1L, 2L, 3L, 4L, 7L);
    assertThat(db.tables().count("slot")).isEqualTo(8);
  }

  @Test
  void keepsTheSlotOfWhoeverSpoke() {
    var first = open(3, NOON);
    say(first.get(1));

    assertThat(numbers(open(3, LATER))).containsExactly(0L, 2L, 3L);
    assertThat(status(1)).isEqualTo("TAKEN");
  }

  @Test
  void keepsTheSlotOfWhoeverSpeaksLateButBeforeItWasGivenAgain() {
    var first = open(1, NOON).getFirst();
    say(first);
    assertThat(numbers(open(1, LATER))).containsExactly(1L);
  }

  @Test
  void letsWhoeverSpeaksTooLateGoOnInTheirConditionWithoutASlot() {
    var late = open(1, NOON).getFirst();
    var other = open(1, LATER).getFirst();
    say(late);
    say(other);

    assertThat(slotOf(late)).isEqualTo("null");
    assertThat(slotOf(other)).isEqualTo("0");
    assertThat(db.records().byId(late.id(), null).orElseThrow().conversation().state().condition())
        .isEqualTo(late.state().condition());
  }

  @Test
  void givesALeaseThatRanOutToWhoeverSpeaksOrWhoeverComesAndNeverToBoth() {
    var first = open(20, NOON);
    Together.run(
        40,
        i -> {
          if (i % 2 == 0) {
            say(first.get(i / 2));
          } else {
            db.journal().begin(db.opened(LATER));
          }
          return i;
        });
    var slots = db.tables().texts("select slot from conversation where slot is not null");
    assertThat(slots).hasSizeBetween(20, 40).doesNotHaveDuplicates();
    assertThat(db.tables().count("slot")).isEqualTo(slots.size());
  }

  @Test
  void isFullOnceEveryConditionHasItsQuota() {
    db.use(Studies.changed("quota: 125", "quota: 3"));
    var results = Together.run(30, i -> db.journal().begin(db.consented("request-" + i, null)));

    assertThat(results).filteredOn(Opening.Result.Begun.class::isInstance).hasSize(24);
    assertThat(results).filteredOn(Opening.Result.Full.class::isInstance).hasSize(6);
    assertThat(db.tables().texts("select count(*) from conversation group by assigned"))
        .hasSize(8)
        .containsOnly("3");
  }

  @Test
  void neverTurnsAwayWhoConsentsBecauseOthersOnlyOpened() {
    db.use(Studies.changed("quota: 125", "quota: 1"));
    var opened = open(8, NOON);

    var begun = Together.run(9, i -> db.journal().begin(db.consented("request-" + i, null)));

    assertThat(begun).filteredOn(Opening.Result.Begun.class::isInstance).hasSize(8);
    assertThat(begun).filteredOn(Opening.Result.Full.class::isInstance).hasSize(1);
    say(opened.getFirst());
    assertThat(status(0)).as("who was greeted is not sent away").isEqualTo("TAKEN");
  }

  @Test
  void countsLeasesTowardsTheQuotaOfThoseWhoOpenWhileTheyLast() {
    db.use(Studies.changed("quota: 125", "quota: 1"));
    open(8, NOON);
    assertThat(db.journal().begin(db.opened(NOON))).isInstanceOf(Opening.Result.Full.class);

    assertThat(open(8, LATER)).hasSize(8);
    assertThat(db.journal().begin(db.opened(LATER))).isInstanceOf(Opening.Result.Full.class);
  }

  @Test
  void stillKnowsAPersonWhereTheStudyIsFull() {
    db.use(Studies.changed("quota: 125", "quota: 1"));
    Together.run(8, i -> db.journal().begin(db.consented("request-" + i, "person-" + i)));

    assertThat(db.journal().begin(db.consented("request-9", "person-9")))
        .isInstanceOf(Opening.Result.Full.class);
    assertThat(db.journal().begin(db.consented("request-10", "person-3")))
        .isInstanceOf(Opening.Result.Resumed.class);
  }

  private List<Conversation> open(int count, Duration afterNoon) {
    return IntStream.range(0, count)
        .mapToObj(_ -> db.conversation(db.journal().begin(db.opened(afterNoon))))
        .toList();
  }

  private void say(Conversation conversation) {
    assertThat(db.journal().append(db.exchange(conversation, "t1", "it broke"))).isTrue();
  }

  private List<Long> numbers(List<Conversation> conversations) {
    return conversations.stream().map(it -> Long.valueOf(slotOf(it))).toList();
  }

  private String slotOf(Conversation conversation) {
    return db.tables()
        .texts("select slot from conversation where id = ?", conversation.id())
        .getFirst();
  }

  private String status(int number) {
    return db.tables().texts("select status from slot where number = ?", number).getFirst();
  }
}

package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import combot.conversation.Provenance;
import combot.study.Study;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEachDatabase
class LoadTestsTest {

  @RegisterExtension final Database db;

  LoadTestsTest(Database.Kind kind) {
    db = new Database(kind);
  }

  private Conversation begin(Study study, String name) {
    return db.conversation(db.journal().begin(Database.consented(study, name, name)));
  }

  private void talkToTheEnd(String id) {
    for (int i = 0; i < 6; i++) {
      say(id, "t" + i, "message " + i);
    }
    say(id, "t6", "ann@example.org");
  }

  private void say(String id, String turnId, String text) {
    var before = db.records().byId(id, null).orElseThrow().conversation();
    assertThat(db.journal().append(db.exchange(before, turnId, text))).isTrue();
  }

  @Test
  void areNoDataOfTheirStudyAndTakeNoneOfItsSlots() {
    db.use(Studies.changed("quota: 125", "quota: 1"));
    var apart = LoadTests.apart(db.study(), "run-1");
    for (int i = 0; i < 3 * db.study().conditions().size(); i++) {
      assertThat(LoadTests.isOne(begin(apart, "p" + i).studyId())).isTrue();
    }
    var mine = begin(db.study(), "p0");

    assertThat(LoadTests.isOne(mine.studyId())).isFalse();
    assertThat(db.records().active(Instant.EPOCH.plus(Duration.ofDays(2)))).isEqualTo(1);
    assertThat(mine.state().condition()).isEqualTo(db.study().conditionOf(Map.of(), 0));
    assertThat(db.records().kept(db.study().id()))
        .extracting(kept -> kept.conversation().id())
        .containsExactly(mine.id());
  }

  @Test
  void giveBackEachConversationWithAllItsTurnsPageByPage() {
    var apart = LoadTests.apart(db.study(), "run-1");
    var all = IntStream.range(0, 5).mapToObj(i -> begin(apart, "p" + i).id()).sorted().toList();
    begin(LoadTests.apart(db.study(), "another-run-1"), "p0");
    begin(db.study(), "p0");
    talkToTheEnd(all.getFirst());

    var first = db.store().loadTests().page("run-1", "", 3);
    var rest = db.store().loadTests().page("run-1", first.getLast().id(), 3);

    assertThat(first).extracting(LoadTests.Stored::id).containsExactlyElementsOf(all.subList(0, 3));
    assertThat(rest).extracting(LoadTests.Stored::id).containsExactlyElementsOf(all.subList(3, 5));
    var told = first.getFirst();
    assertThat(told.study()).isEqualTo(db.study().id());
    assertThat(told.contact()).contains("ann@example.org");
    assertThat(told.status()).isEqualTo("FINISHED");
    assertThat(told.complaintClass()).isPresent();
    assertThat(told.turns())
        .extracting(LoadTests.Entry::turn)
        .isEqualTo(db.records().turns(told.id(), 0));
    assertThat(told.turns())
        .filteredOn(entry -> entry.turn().role() == Turn.Role.PARTICIPANT)
        .extracting(LoadTests.Entry::turnId)
        .containsExactlyElementsOf(
            IntStream.range(0, 7).mapToObj(i -> Optional.of("t" + i)).toList());
    assertThat(rest.getLast().turns()).hasSize(1);
  }

  @Test
  void tellWhoWroteEachTurnAndAreRemovedWithThat() {
    var id = begin(LoadTests.apart(db.study(), "run-1"), "p0").id();
    say(id, "t0", "it broke");
    var before = db.records().byId(id, null).orElseThrow().conversation();
    var exchange = db.exchange(before, "t1", "two weeks ago");
    assertThat(db.journal().claim(exchange, Database.NOON)).isTrue();
    assertThat(db.journal().complete(Database.generated(exchange, Database.provenance(1))))
        .isTrue();

    assertThat(db.store().loadTests().page("run-1", "", 3).getFirst().turns())
        .extracting(LoadTests.Entry::words)
        .containsExactly(
            Optional.of(Provenance.Source.SCRIPTED),
            Optional.empty(),
            Optional.of(Provenance.Source.SCRIPTED),
            Optional.empty(),
            Optional.of(Provenance.Source.REPAIRED));
    assertThat(db.store().loadTests().remove("run-1", Long.MAX_VALUE)).isEqualTo(1);
    assertThat(db.tables().count("generation")).isZero();
  }

  @Test
  void areRemovedAndNothingElseIs() {
    var mine = begin(db.study(), "mine");
    talkToTheEnd(mine.id());
    var before = db.tables().everything();
    for (int i = 0; i < 120; i++) {
      begin(LoadTests.apart(db.study(), "run-1"), "p" + i);
    }
    talkToTheEnd(begin(LoadTests.apart(db.study(), "run-2"), "p0").id());

    assertThat(db.store().loadTests().runs())
        .extracting(LoadTests.Run::run, LoadTests.Run::study, LoadTests.Run::conversations)
        .containsExactlyInAnyOrder(
            tuple("run-1", db.study().id(), 120L), tuple("run-2", db.study().id(), 1L));
    assertThat(db.store().loadTests().remove("run-1", 60)).isEqualTo(100);
    assertThat(db.store().loadTests().remove("run-1", 60)).isEqualTo(20);
    assertThat(db.store().loadTests().removeAll(1)).isEqualTo(1);
    assertThat(db.store().loadTests().runs()).isEmpty();
    assertThat(db.tables().everything()).isEqualTo(before);
  }

  @Test
  void areNotAmongTheActiveConversations() {
    begin(LoadTests.apart(db.study(), "run-1"), "p0");
    var mine = begin(db.study(), "p0");
    assertThat(db.records().active(mine.updatedAt())).isEqualTo(1);
    assertThat(db.records().activeByStudy(mine.updatedAt())).containsOnlyKeys(db.study().id());
  }

  /** A page is of one moment: a conversation is finished there if its last turn is. */
  @Test
  void areReadAsTheyAreAtOneMoment() throws InterruptedException {
    var apart = LoadTests.apart(db.study(), "run-1");
    var all = IntStream.range(0, 40).mapToObj(i -> begin(apart, "p" + i).id()).toList();
    var talking = Thread.ofVirtual().start(() -> all.forEach(this::talkToTheEnd));
    boolean over;
    do {
      over = !talking.isAlive();
      for (var stored : db.store().loadTests().page("run-1", "", all.size())) {
        long said =
            stored.turns().stream()
                .filter(entry -> entry.turn().role() == Turn.Role.PARTICIPANT)
                .count();
        assertThat(stored.status().equals("FINISHED")).isEqualTo(said == 7);
      }
    } while (!over);
    talking.join();
    assertThat(db.store().loadTests().page("run-1", "", all.size()))
        .extracting(LoadTests.Stored::status)
        .containsOnly("FINISHED");
  }

  @Test
  void areRemovedThoughATurnIsStoredInBetween() {
    var apart = LoadTests.apart(db.study(), "run-1");
    begin(apart, "p0");
    var contended = new LoadTests(db.store().jdbi(), new FailsOnce(db.store().jdbi()));
    assertThat(contended.remove("run-1", Long.MAX_VALUE)).isEqualTo(1);
    assertThat(db.store().loadTests().runs()).isEmpty();
  }

  /** As where a turn of a conversation is stored while the conversation is removed. */
  private static final class FailsOnce implements Writer {
    private final Jdbi jdbi;
    private boolean failed;

    FailsOnce(Jdbi jdbi) {
      this.jdbi = jdbi;
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      if (!failed) {
        failed = true;
        throw new StoreException("a turn refers to the conversation", null);
      }
      return jdbi.inTransaction(work::apply);
    }

    @Override
    public <T> T writeAlone(Function<Handle, T> work) {
      return write(work);
    }

    @Override
    public boolean isSuspect() {
      return false;
    }

    @Override
    public void close() {}
  }
}

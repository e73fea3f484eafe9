package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What processes leave behind. */
@Tag("slow")
@Timeout(120)
@OnEachDatabase
class DurabilityTest {

  private static final int ENOUGH = 200;

  @RegisterExtension final Database db;

  DurabilityTest(Database.Kind kind) {
    db = new Database(kind);
  }

  @Test
  void aKilledProcessLeavesEveryWriteThatItAcknowledged() throws Exception {
    var process = Scribe.start(db.address(), "killed", Integer.MAX_VALUE);
    var acknowledged = new ArrayList<String>();
    try (var lines = process.inputReader()) {
      for (int i = 0; i < ENOUGH; i++) {
        acknowledged.add(lines.readLine());
      }
      // By its handle, which leaves the stream open.
      process.toHandle().destroyForcibly();
      // The last line may be cut off.
      lines.lines().filter(line -> line.length() == 36).forEach(acknowledged::add);
    }
    process.waitFor();

    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH).doesNotContainNull();
    var spoken = db.tables().texts("select conversation_id from turn where turn_id = 't1'");
    assertThat(new HashSet<>(spoken)).containsAll(acknowledged);
    if (db.kind() == Database.Kind.SQLITE) {
      assertThat(db.tables().texts("pragma integrity_check")).isEqualTo(List.of("ok"));
    }
    assertThat(db.conversation(db.journal().begin(db.consented("next", null)))).isNotNull();
  }

  @Test
  void processesOnOneDatabaseWriteWithoutAnErrorAndNeverShareASlot() throws Exception {
    int each = 25;
    var one = Scribe.start(db.address(), "one", each);
    var two = Scribe.start(db.address(), "two", each);
    Together.run(Scribe.CALLERS, i -> db.journal().begin(db.consented("here-" + i, null)));

    assertThat(one.inputReader().lines()).hasSize(each * Scribe.CALLERS);
    assertThat(two.inputReader().lines()).hasSize(each * Scribe.CALLERS);
    assertThat(one.waitFor()).isZero();
    assertThat(two.waitFor()).isZero();
    var slots = db.tables().texts("select slot from conversation");
    assertThat(slots).hasSize((2 * each + 1) * Scribe.CALLERS).doesNotHaveDuplicates();
  }
}

package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PooledWriterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension final Database db = new Database(Database.Kind.POSTGRES);

  private PooledWriter writer;

  @BeforeEach
  void open() {
    db.store()
        .jdbi()
        .useHandle(handle ->
            handle.execute("create table word (word text primary key, seen integer not null)"));
    writer = new PooledWriter(db.store().jdbi(), PATIENCE);
  }

  @Test
  void findsWhatAnotherTransactionPutThereMeanwhile() {
    var both = new CyclicBarrier(2);
    var tries = new AtomicInteger();
    var inserted =
        Together.run(
            2,
            _ ->
                writer.write(handle -> {
                  if (isThere(handle, "same")) {
                    return false;
                  }
                  if (tries.incrementAndGet() <= 2) {
                    await(both);
                  }
                  return insert(handle, "same");
                }));
    assertThat(inserted).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void doesAgainWhatWasTakenBackToEndADeadlock() {
    writer.write(handle -> insert(handle, "a") && insert(handle, "b"));
    var both = new CyclicBarrier(2);
    var tries = new AtomicInteger();
    Together.run(
        2,
        i ->
            writer.write(handle -> {
              see(handle, i == 0 ? "a" : "b");
              if (tries.incrementAndGet() <= 2) {
                await(both);
              }
              return see(handle, i == 0 ? "b" : "a");
            }));
    assertThat(tries).hasValueGreaterThan(2); // it may meet the other once more
    assertThat(db.tables().texts("select seen from word")).containsExactly("2", "2");
  }

  @Test
  void givesUpAfterAFewTriesAndTellsNothingOfWhatWasWritten() {
    writer.write(handle -> insert(handle, "a secret"));
    var tries = new AtomicInteger();
    assertThatThrownBy(() ->
            writer.write(handle -> {
              tries.incrementAndGet();
              return insert(handle, "a secret");
            }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("word_pkey")
        .hasMessageNotContaining("a secret");
    assertThat(tries).hasValue(5);
    assertThat(writer.isSuspect()).isTrue();
    writer.write(handle -> insert(handle, "another"));
    assertThat(writer.isSuspect()).isFalse();
  }

  @Test
  void letsOneAtATimeWriteAloneAlsoOfOtherProcesses() {
    var other = new PooledWriter(db.store().jdbi(), PATIENCE);
    var inside = new AtomicInteger();
    var together =
        Together.run(
            20,
            i ->
                (i % 2 == 0 ? writer : other)
                    .writeAlone(handle -> {
                      int now = inside.incrementAndGet();
                      handle.execute("select pg_sleep(0.01)");
                      inside.decrementAndGet();
                      return now;
                    }));
    assertThat(together).containsOnly(1);

    other.close();
  }

  @Test
  void leavesThePoolToOthersWhileManyWaitToWriteAlone() throws Exception {
    var gate = new CountDownLatch(1);
    var threads =
        Together.run(
            3 * Store.CONNECTIONS,
            _ -> Thread.startVirtualThread(() -> writer.writeAlone(_ -> hold(gate))));
    writer.write(handle -> insert(handle, "meanwhile"));
    assertThat(db.tables().count("word")).isEqualTo(1);
    gate.countDown();
    for (var thread : threads) {
      thread.join();
    }
  }

  @Test
  void closingWaitsForWhatIsUnderWay() throws Exception {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var writing =
        Thread.startVirtualThread(() ->
            writer.write(handle -> {
              begun.countDown();
              hold(gate);
              return insert(handle, "last");
            }));
    begun.await();
    var closing = Thread.startVirtualThread(writer::close);
    Together.await("the close to wait", () -> closing.getState() == Thread.State.WAITING);
    assertThatThrownBy(() -> writer.write(handle -> insert(handle, "too late")))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
    gate.countDown();
    closing.join();
    writing.join();
    assertThat(db.tables().texts("select word from word")).containsExactly("last");
  }

  @Test
  void whoFailsAloneHarmsNoneWhoWriteAloneBeside() {
    var results =
        Together.run(
            20,
            i -> {
              try {
                return writer.writeAlone(handle -> insert(handle, "word " + i % 10));
              } catch (StoreException e) {
                return false;
              }
            });
    assertThat(results).filteredOn(inserted -> inserted).hasSize(10);
    assertThat(db.tables().count("word")).isEqualTo(10);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  private static boolean isThere(Handle handle, String word) {
    return handle
        .createQuery("select true from word where word = :word")
        .bind("word", word)
        .mapTo(Boolean.class)
        .findOne()
        .isPresent();
  }

  private static boolean insert(Handle handle, String word) {
    return handle.execute("insert into word values (?, 0)", word) == 1;
  }

  private static int see(Handle handle, String word) {
    return handle.execute("update word set seen = seen + 1 where word = ?", word);
  }

  private static boolean hold(CountDownLatch gate) {
    try {
      gate.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

@Timeout(60)
class GroupWriterTest {

  @TempDir Path directory;
  private Jdbi jdbi;
  private GroupWriter writer;

  @BeforeEach
  void open() throws Exception {
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + directory.resolve("test.db"));
    jdbi = Jdbi.create(source);
    jdbi.useHandle(handle -> handle.execute("create table word (word text primary key)"));
    writer = writer(Duration.ofSeconds(20));
  }

  @Test
  void theJournalIsWritableWhileAWriteSucceeds() {
    jdbi.useHandle(
        handle -> handle.execute("create table study_version (first_seen_at bigint not null)"));
    var journal = new Journal(writer);
    assertThat(journal.isWritable()).isTrue();

    writer.write(handle -> handle.execute("pragma query_only = true"));
    assertThatThrownBy(() -> insert("refused")).isInstanceOf(StoreException.class);
    assertThat(journal.isWritable()).isFalse();
    assertThat(journal.isWritable()).isFalse();

    writer.write(handle -> handle.execute("pragma query_only = false"));
    assertThatThrownBy(
            () -> {
              insert("one");
              insert("one");
            })
        .isInstanceOf(StoreException.class);
    assertThat(writer.isSuspect()).isTrue();
    assertThat(journal.isWritable()).as("what failed was not the database").isTrue();
  }

  @Test
  void doesNotDoAgainWhatIsDurableThoughTheLockCouldNotBeGivenBack() throws Exception {
    writer.close();
    var lock = new WriteLock(directory.resolve("test.lock"));
    writer = new GroupWriter(new SqliteTransactions(jdbi, lock), Duration.ofSeconds(20));

    writer.write(handle -> {
      close(lock);
      return handle.execute("insert into word values ('once')");
    });

    assertThat(writer.isSuspect()).isFalse();
    assertThat(words()).containsExactly("once");
  }

  private static void closeConnection(Handle handle) {
    try {
      handle.getConnection().close();
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void close(WriteLock lock) {
    try {
      lock.close();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void goesOnWithANewConnectionWhereTheOldOneBroke() {
    assertThatThrownBy(() ->
            writer.write(handle -> {
              closeConnection(handle);
              return handle.execute("insert into word values ('lost')");
            }))
        .isInstanceOf(StoreException.class);
    assertThat(writer.isSuspect()).isTrue();

    insert("later");

    assertThat(writer.isSuspect()).isFalse();
    writer.close();
    assertThat(words()).containsExactly("later");
  }

  /** Counts the transactions of another. */
  private record Counted(Transactions transactions, AtomicInteger number) implements Transactions {
    @Override
    public void run(Consumer<Handle> work) throws IOException {
      number.incrementAndGet();
      transactions.run(work);
    }

    @Override
    public boolean isWorthAnotherTry(Throwable failure) {
      return transactions.isWorthAnotherTry(failure);
    }

    @Override
    public void close() throws IOException {
      transactions.close();
    }
  }

  @Test
  void whoComesWhileAnotherProcessHoldsTheLockIsCommittedWithWhoWaited() throws Exception {
    writer.close();
    var path = directory.resolve("test.lock");
    var number = new AtomicInteger();
    var transactions = new SqliteTransactions(jdbi, new WriteLock(path));
    writer = new GroupWriter(new Counted(transactions, number), Duration.ofSeconds(20));
    var callers = new ArrayList<Thread>();

    try (var other = new WriteLock(path)) {
      other.hold(() -> {
        for (int i = 0; i < 5; i++) {
          var word = "word " + i;
          callers.add(Thread.ofPlatform().start(() -> insert(word)));
          awaitWaiting(callers.getLast());
          while (number.get() == 0) {
            Thread.onSpinWait();
          }
        }
      });
    }
    for (var caller : callers) {
      caller.join();
    }

    assertThat(words()).hasSize(5);
    assertThat(number).as("transactions").hasValue(1);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private GroupWriter writer(Duration patience) throws Exception {
    return new GroupWriter(
        new SqliteTransactions(jdbi, new WriteLock(directory.resolve("test.lock"))), patience);
  }

  @Test
  void aPieceOfWorkThatFailsHarmsNoneOfItsGroup() throws Exception {
    var gate = new Gate();
    var blocker = inBackground(() -> writer.write(gate::hold));
    gate.awaitClosed();
    var before = inBackground(() -> insert("before"));
    Together.await("the first to queue", () -> isWaiting(before.thread));
    var broken =
        inBackground(() ->
            writer.write(handle -> {
              handle.execute("insert into word values ('half')");
              throw new IllegalStateException("broken on purpose");
            }));
    Together.await("the second to queue", () -> isWaiting(broken.thread));
    var twice = inBackground(() -> insert("before"));
    Together.await("the third to queue", () -> isWaiting(twice.thread));
    var after = inBackground(() -> insert("after"));
    Together.await("the fourth to queue", () -> isWaiting(after.thread));
    gate.open();

    assertThat(blocker.failure()).isNull();
    assertThat(before.failure()).isNull();
    assertThat(after.failure()).isNull();
    assertThat(broken.failure())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("broken on purpose");
    assertThat(twice.failure()).isInstanceOf(StoreException.class);
    writer.close();
    assertThat(words()).containsExactlyInAnyOrder("before", "after");
  }

  @Test
  void anErrorInAPieceOfWorkLeavesTheWriterAlive() {
    assertThatThrownBy(() ->
            writer.write(_ -> {
              throw new StackOverflowError();
            }))
        .isInstanceOf(StoreException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    insert("later");
    writer.close();
    assertThat(words()).containsExactly("later");
  }

  @Test
  void closingWaitsForWhatIsUnderWay() throws Exception {
    var gate = new Gate();
    var blocker = inBackground(() -> writer.write(gate::hold));
    gate.awaitClosed();
    var queued = inBackground(() -> insert("queued"));
    Together.await("a write to queue", () -> isWaiting(queued.thread));
    var closing = inBackground(writer::close);
    Together.await("the close to wait", () -> closing.thread.getState() == Thread.State.WAITING);

    gate.open();

    assertThat(closing.failure()).isNull();
    assertThat(blocker.failure()).isNull();
    assertThat(queued.failure()).isNull();
    assertThat(words()).containsExactly("queued");
    assertThatThrownBy(() -> insert("too late"))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
  }

  @Test
  void tellsACallerWhoWaitsTooLongAndDropsTheirWork() throws Exception {
    writer.close();
    writer = writer(Duration.ofMillis(50));
    var gate = new Gate();
    var blocker = inBackground(() -> writer.write(gate::hold));
    gate.awaitClosed();
    assertThatThrownBy(() -> insert("impatient")).hasMessageContaining("not done within");
    assertThat(writer.isSuspect()).isTrue();
    gate.open();
    blocker.failure();
    writer.close();
    assertThat(words()).isEmpty();
  }

  private Object insert(String word) {
    return writer.write(handle -> handle.execute("insert into word values (?)", word));
  }

  private java.util.List<String> words() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select word from word").mapTo(String.class).list());
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static Background inBackground(Runnable work) {
    return new Background(work);
  }

  private static final class Background {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    Background(Runnable work) {
      this.thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  work.run();
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
    }

    /** What the work ended with, once it has ended; {@code null}: well. */
    Throwable failure() throws InterruptedException {
      thread.join();
      return failure.get();
    }
  }

  /** Keeps the writer thread busy until it is opened. */
  private static final class Gate {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Object hold(Handle handle) {
      closed.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return null;
    }

    void awaitClosed() throws InterruptedException {
      closed.await();
    }

    void open() {
      opened.countDown();
    }
  }
}

package combot.readiness;

import combot.loadtest.Outcome;
import combot.readiness.UnderLoad.Deed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Nobody can write to the database for three seconds: the check holds the lock that workers take
 * for each write to SQLite. The system takes it back should the check end before.
 */
final class DatabaseDrill implements Probe {

  private static final Duration BLOCK = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final String WHY_NOT =
      "PostgreSQL is not stopped: the check does not know its password, and others may use it. By hand, when nobody is there: sudo systemctl stop postgresql, look at the page, start it again";

  private final UnderLoad load;

  DatabaseDrill(UnderLoad load) {
    this.load = load;
  }

  @Override
  public List<Line> look(Context context) {
    boolean sqlite =
        !context
            .running()
            .configuration()
            .getJsonObject("passwords", new JsonObject())
            .containsKey("database");
    var recovery =
        new Question(
            context,
            "drill.database.recovery",
            "The database blocked: until answers came again after it",
            "the lock for writes held for %d s under load; the slowest answer, less the block"
                .formatted(BLOCK.toSeconds()),
            "See disk.data.fsync and the log: writes that wait should be done together at once.",
            sqlite);
    var losses = Losses.asked(context, "drill.database", "while the database was blocked", sqlite);
    try {
      if (!sqlite) {
        throw new Unmeasured(WHY_NOT);
      }
      Deed<Double> block = () -> block(context);
      var seen = load.during(context, block);
      var lines = new ArrayList<Line>();
      lines.add(recovered(recovery, seen.load(), seen.result()));
      lines.addAll(losses.of(seen.load()));
      return lines;
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), recovery, losses.failed(), losses.lost());
    }
  }

  private static Line recovered(Question question, Outcome load, double blocked) {
    double longest = load.stages().stream().mapToDouble(it -> it.all().max()).max().orElse(0) / 1e3;
    if (longest < blocked / 2) {
      return question.unknown(
          String.format(
              Locale.ROOT, "nobody waited for the lock: the slowest answer took %.1f s", longest));
    }
    double more = Math.max(0, longest - blocked);
    return question.measured(
        more, String.format(Locale.ROOT, "%.1f s after a block of %.1f s", more, blocked));
  }

  /** Seconds for which nobody could write. */
  private static double block(Context context) throws Unmeasured {
    var file = context.data().resolve("combot.db.lock");
    if (!Files.exists(file)) {
      throw new Unmeasured("there is no lock of a database at " + file);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var _ = lock(channel)) {
      long began = System.nanoTime();
      long left = BLOCK.toNanos();
      while (left > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(left);
        left = BLOCK.toNanos() - (System.nanoTime() - began);
      }
      return (System.nanoTime() - began) / 1e9;
    } catch (IOException e) {
      throw new Unmeasured("the lock %s can't be taken: %s".formatted(file, e));
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException, Unmeasured {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new Unmeasured("the database is locked all the time");
  }
}

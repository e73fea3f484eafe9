package combot.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Many things at the same instant. For tests of any package. */
public final class Together {
  private Together() {}

  private static final long PATIENCE_SECONDS = 120;

  /** Who spins takes the time from what is awaited. */
  private static final long PAUSE_NANOS = 1_000_000;

  /**
   * What {@code work} gave for 0 to {@code count} - 1, in order, all begun at once on threads of
   * their own. Fails where one of them failed.
   */
  public static <T> List<T> run(int count, IntFunction<T> work) {
    var start = new CyclicBarrier(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(
            threads.submit(() -> {
              start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              return work.apply(number);
            }));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns once {@code condition} holds. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}

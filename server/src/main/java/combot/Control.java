package combot;

import combot.api.Traffic;
import combot.chat.Chat;
import combot.gateway.Order;
import combot.gateway.Report;
import combot.gateway.Said;
import combot.memory.ProcessMemory;
import combot.upkeep.Upkeep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * What ties a worker to the gateway that started it. The worker reports on its standard output, and
 * obeys the {@link Order}s on its standard input. To drain is to be no longer ready, to answer what
 * it has and to end with 0; SIGTERM has it do so too. When the input ends, the gateway is gone, and
 * the worker drains within a few seconds, so that none is left behind.
 */
final class Control {

  private static final Duration LOOKS_EVERY = Duration.ofMillis(200);
  private static final Duration REPORTS_EVERY = Duration.ofSeconds(1);
  private static final Duration WEIGHS_EVERY = Duration.ofSeconds(5);

  private static final Duration ORPHANED = Duration.ofSeconds(5);

  /** What a worker that listens is asked about. */
  private record Serving(
      int port, Traffic traffic, Chat chat, Upkeep upkeep, Inquiries inquiries) {}

  /** One after the other: none is passed over for one that comes before its turn. */
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("answers").factory());

  private volatile Serving serving;
  private volatile boolean draining;
  private boolean held;
  private long weighedAt = System.nanoTime() - WEIGHS_EVERY.toNanos();
  private long memory;

  private Control() {}

  /** Reports from now on, and obeys. */
  static Control start() {
    var control = new Control();
    Thread.ofPlatform().daemon().name("control").start(control::obey);
    Thread.ofPlatform().daemon().name("report").priority(Thread.MAX_PRIORITY).start(control::tell);
    return control;
  }

  /**
   * The worker answers.
   *
   * @param port on the loopback address
   */
  synchronized void serves(
      int port, Traffic traffic, Chat chat, Upkeep upkeep, Inquiries inquiries) {
    serving = new Serving(port, traffic, chat, upkeep, inquiries);
    keepOut(held);
    Signals.handle("TERM", () -> obey(Order.DRAIN));
  }

  private void obey() {
    var ends = false;
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        Order.parse(line).ifPresent(this::obey);
      }
    } catch (IOException e) {
      System.err.println("The gateway's pipe can't be read: " + e.getMessage());
    }
    draining = true;
    drain(ORPHANED);
  }

  private void obey(Order order) {
    switch (order) {
      case DRAIN -> {
        if (!draining) {
          draining = true;
          Thread.ofPlatform().daemon().name("drain").start(() -> drain(Duration.ofDays(1)));
        }
      }
      case HOLD -> keepOut(true);
      case ADMIT -> keepOut(false);
      case CLEAN_UP,
          REHEARSE_PRESSURE,
          CLASSIFY,
          UNSERVED,
          RECORD,
          MODELS,
          ASK_MODELS,
          BREAK_MODELS ->
          answers.execute(() -> answer(order));
    }
  }

  /** Newcomers; remembered where nothing is served yet. */
  private synchronized void keepOut(boolean out) {
    held = out;
    var now = serving;
    if (now != null) {
      now.traffic().hold(out);
      now.upkeep().hold(out);
    }
  }

  private void answer(Order order) {
    var now = serving;
    String words;
    try {
      words = now == null ? "it does not serve yet" : now.inquiries().answer(order);
    } catch (RuntimeException e) {
      words = "it failed: " + e; // an answer in any case: somebody waits for it
    }
    System.out.println(new Said(order, words).line());
  }

  private void drain(Duration atMost) {
    var now = serving;
    if (now == null) {
      Runtime.getRuntime().halt(0); // it has begun nothing that has to be ended
    }
    Draining.run(now.traffic(), atMost);
  }

  private void tell() {
    var last = report();
    System.out.println(last.line());
    long toldAt = System.nanoTime();
    while (true) {
      LockSupport.parkNanos(LOOKS_EVERY.toNanos());
      var report = report();
      boolean changed =
          report.state() != last.state() || report.conversations() != last.conversations();
      if (changed || System.nanoTime() - toldAt >= REPORTS_EVERY.toNanos()) {
        System.out.println(report.line());
        last = report;
        toldAt = System.nanoTime();
      }
    }
  }

  private Report report() {
    var now = serving;
    if (now == null) {
      return new Report(Report.State.STARTING, 0, 0, 0, 0);
    }
    return new Report(
        draining ? Report.State.DRAINING : Report.State.READY,
        now.port(),
        now.chat().begun(),
        now.traffic().underWay(),
        memory());
  }

  /** Adding up a process's pages takes the kernel some milliseconds. */
  private long memory() {
    if (System.nanoTime() - weighedAt >= WEIGHS_EVERY.toNanos()) {
      weighedAt = System.nanoTime();
      memory = weighed();
    }
    return memory;
  }

  private static long weighed() {
    try {
      return ProcessMemory.of(ProcessHandle.current().pid()).bytes();
    } catch (IOException _) {
      return 0; // not every system tells
    }
  }
}

package combot.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells systemd how the gateway fares, by the messages of {@code sd_notify(3)}; does nothing where
 * systemd did not start it. Safe for many threads; nobody waits for a message to be sent.
 *
 * <p>The watchdog is told that all is well only when the gateway has answered the question how it
 * fares: if a loop hangs there is no answer, and systemd starts the service anew.
 */
final class Service implements AutoCloseable {

  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

  /** What systemd says to the gateway, and its children must not hear. */
  static final Set<String> VARIABLES = Set.of(SOCKET, WATCHDOG, WATCHDOG_PROCESS);

  private static final Duration TELLS_EVERY = Duration.ofSeconds(10);

  private final Optional<NotifySocket> socket;
  private final Optional<Duration> watchdog;
  private final Supplier<CompletableFuture<String>> state;
  private final Consumer<String> log;
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("service").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
  private boolean fails;

  /**
   * @param environment in which systemd says where it listens, and how often it wants to hear
   * @param state asks how the gateway fares: a sentence, once all of its loops have turned
   * @param log hears it if systemd can't be told
   */
  Service(
      Map<String, String> environment,
      Supplier<CompletableFuture<String>> state,
      Consumer<String> log) {
    this.socket = NotifySocket.at(environment.get(SOCKET));
    this.watchdog = watchdog(environment);
    this.state = state;
    this.log = log;
  }

  /** Within which systemd wants to hear from this process, if it does. */
  static Optional<Duration> watchdog(Map<String, String> environment) {
    var process = Long.toString(ProcessHandle.current().pid());
    var micros = environment.getOrDefault(WATCHDOG, "");
    return environment.getOrDefault(WATCHDOG_PROCESS, process).equals(process)
            && micros.matches("[1-9][0-9]{0,17}")
        ? Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
        : Optional.empty();
  }

  /** Begins to tell how the gateway fares, twice in the time that the watchdog allows. */
  void start() {
    if (socket.isPresent()) {
      long every = watchdog.map(time -> time.dividedBy(2)).orElse(TELLS_EVERY).toNanos();
      thread.scheduleAtFixedRate(this::tell, every, every, TimeUnit.NANOSECONDS);
    }
  }

  /** Asks how the gateway fares, and tells it; not while an earlier question has no answer. */
  private void tell() {
    if (told.isDone()) {
      var alive = watchdog.isPresent() ? "WATCHDOG=1\n" : "";
      told = state.get().thenAcceptAsync(now -> sendNow(alive + "STATUS=" + now), thread);
    }
  }

  /** It serves; also after {@link #reloading}. */
  void ready() {
    send("READY=1");
  }

  /** Something new is taken in; {@link #ready} ends it. */
  void reloading() {
    // On Linux this is the monotonic clock that systemd looks at.
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
  }

  /**
   * It ends.
   *
   * @param atMost how long that may take from now on
   */
  void stopping(Duration atMost) {
    send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(atMost.toNanos()));
  }

  private void send(String message) {
    if (socket.isPresent()) {
      thread.execute(() -> sendNow(message));
    }
  }

  private void sendNow(String message) {
    try {
      socket.orElseThrow().send(message);
      fails = false;
    } catch (IOException e) {
      if (!fails) {
        log.accept("systemd can't be told how the gateway fares: " + e.getMessage());
      }
      fails = true;
    }
  }

  /** Sends what is to be sent, and nothing any more. */
  @Override
  public void close() {
    thread.shutdown();
  }
}

package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd hears, over a real socket. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServiceTest {

  private static final Supplier<CompletableFuture<String>> WELL =
      () -> CompletableFuture.completedFuture("all is well");

  @TempDir Path folder;

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private String address;
  private Systemd systemd;

  @BeforeEach
  void listen() {
    address = folder.resolve("notify").toString();
    systemd = new Systemd(address);
    open.add(systemd);
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  private Service service(Supplier<CompletableFuture<String>> state, String... variables) {
    var environment = new HashMap<>(Map.of("NOTIFY_SOCKET", address));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    var service = new Service(environment, state, log::add);
    open.add(service);
    return service;
  }

  @Test
  void tellsEachStageOfItsLife() throws Exception {
    var service = service(WELL);
    service.ready();
    assertThat(systemd.next()).isEqualTo("READY=1");
    long before = System.nanoTime() / 1_000;
    service.reloading();
    var reloading = systemd.next();
    assertThat(reloading).startsWith("RELOADING=1\nMONOTONIC_USEC=");
    assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
        .isBetween(before, System.nanoTime() / 1_000);
    service.stopping(Duration.ofSeconds(35));
    assertThat(systemd.next()).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=35000000");
  }

  @Test
  void speaksToAnAbstractSocketToo() throws Exception {
    address = "@combot-test-" + ProcessHandle.current().pid();
    try (var abstractOne = new Systemd(address)) {
      service(WELL).ready();
      assertThat(abstractOne.next()).isEqualTo("READY=1");
    }
  }

  @Test
  void feedsTheWatchdogWithASentenceOfHowItFares() throws Exception {
    service(WELL, "WATCHDOG_USEC", "2000").start();
    assertThat(systemd.next()).isEqualTo("WATCHDOG=1\nSTATUS=all is well");
    assertThat(systemd.next()).isEqualTo("WATCHDOG=1\nSTATUS=all is well");
  }

  @ParameterizedTest
  @CsvSource({"1, 2000000,", "0, 2000000, 2", "0, 0,", "0, soon,", "0,,"})
  void feedsOnlyAWatchdogThatIsItsOwn(int other, String micros, Integer seconds) {
    var environment = new HashMap<String, String>();
    environment.put("WATCHDOG_PID", "" + (ProcessHandle.current().pid() + other));
    if (micros != null) {
      environment.put("WATCHDOG_USEC", micros);
    }
    assertThat(Service.watchdog(environment).map(time -> (int) time.toSeconds()))
        .isEqualTo(Optional.ofNullable(seconds));
  }

  @Test
  void lacksTheWatchdogsFoodWhileTheSupervisorHangs() throws Exception {
    var hangs = new CountDownLatch(1);
    var hung = new CountDownLatch(1);
    var supervisor =
        new Supervisor(
            Policy.of(1, 0, Duration.ZERO),
            List.of(
                "/bin/sh",
                "-c",
                "echo '@combot state=ready port=1 conversations=7 in-flight=0 memory=0'; read line"),
            _ -> {
              hung.countDown();
              await(hangs);
            },
            new Log(Format.HUMAN, Level.INFO, "gateway", InstantSource.system(), log::add));
    open.add(() -> {
      supervisor.stop();
      supervisor.ended().join();
    });
    open.add(hangs::countDown);
    Supplier<CompletableFuture<String>> state =
        () -> supervisor.look().thenApply(seen -> seen.fleet().members().size() + " there");
    var service = service(state, "WATCHDOG_USEC", "2000");
    service.start();
    supervisor.start();
    hung.await();
    service.reloading();
    systemd.next("RELOADING=1"); // what it said before it hung is over
    var asked = new CompletableFuture<String>();
    state.get().thenAccept(asked::complete);
    service.ready();
    assertThat(systemd.next()).isEqualTo("READY=1");
    assertThat(asked).isNotDone();
    hangs.countDown();
    assertThat(systemd.next("WATCHDOG=1")).isEqualTo("WATCHDOG=1\nSTATUS=1 there");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void saysThatSystemdIsGoneAndGoesOn() throws Exception {
    systemd.close();
    open.remove(systemd);
    Files.delete(Path.of(address));
    var service = service(WELL);
    service.ready();
    while (log.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(log).singleElement().asString().contains("systemd can't be told");
    systemd = new Systemd(address);
    open.add(systemd);
    service.reloading();
    assertThat(systemd.next()).startsWith("RELOADING=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vsock:2:1", "relative", ""})
  void saysNothingWhereNobodyListens(String nowhere) {
    assertThat(NotifySocket.at(nowhere)).isEmpty();
    assertThat(NotifySocket.at(null)).isEmpty();
    address = nowhere;
    var service = service(WELL, "WATCHDOG_USEC", "2000");
    service.start();
    service.ready();
    assertThat(log).isEmpty();
  }
}

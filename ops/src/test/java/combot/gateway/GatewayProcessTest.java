package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlClient;
import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as systemd starts it: a process of its own, its worker a shell script. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class GatewayProcessTest {

  private static final String WORKER =
      "echo heard ${NOTIFY_SOCKET-nothing} ${WATCHDOG_USEC-nothing};"
          + " echo '@combot state=ready port=1 conversations=7 in-flight=0 memory=0'; read line";

  /** The process. */
  public static void main(String[] arguments) {
    var log =
        new Log(Format.HUMAN, Level.INFO, "gateway", InstantSource.system(), System.out::println);
    var setup =
        new Gateway.Setup(
            "1.0",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            1,
            0,
            Duration.ZERO,
            Path.of(arguments[0]),
            new Program("/bin/sh", List.of("-c", WORKER), "", ""),
            Map.of());
    var gateway =
        new Gateway(
            setup,
            program ->
                new Workers.Start(
                    Stream.concat(Stream.of(program.java()), program.options().stream()).toList(),
                    List.of()),
            log,
            false);
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    System.exit(gateway.run(_ -> {}));
  }

  @Test
  void tellsSystemdThatItServesThatItLivesAndThatItStops(@TempDir Path folder) throws Exception {
    var address = folder.resolve("notify").toString();
    try (var systemd = new Systemd(address)) {
      var process = start(address, folder);
      try {
        assertThat(systemd.next("READY=1")).isEqualTo("READY=1");
        var well = "STATUS=1 of 1 workers ready, 7 conversations begun, 0 requests under way";
        assertThat(systemd.next("WATCHDOG=1\n" + well)).endsWith(well);
        new ControlClient(folder).ask(new JsonObject().put("command", "reload"), _ -> {});
        assertThat(systemd.next("RELOADING=1")).matches("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*");
        assertThat(systemd.next("READY=1")).isEqualTo("READY=1");
        process.toHandle().destroy(); // which leaves its output open
        assertThat(systemd.next("STOPPING=1"))
            .isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=35000000");
        assertThat(process.inputReader().lines())
            .anyMatch(line -> line.endsWith("worker 1: heard nothing nothing"));
        assertThat(process.waitFor()).as("as the unit's SuccessExitStatus").isEqualTo(143);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(String address, Path folder) throws Exception {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcessTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true);
    builder.environment().put("NOTIFY_SOCKET", address);
    builder.environment().put("WATCHDOG_USEC", "400000");
    return builder.start();
  }
}

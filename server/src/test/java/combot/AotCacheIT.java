package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cache that does not fit, with the options of the launcher: the JVM goes without, or uses it.
 */
@Timeout(120)
class AotCacheIT {

  @TempDir static Path folder;
  private static List<String> worker;
  private static List<String> use;
  private static Path good;

  /** The launcher's options of this name. */
  private static List<String> options(String name) throws IOException {
    var launcher = Files.readString(Path.of(System.getProperty("combot.home"), "combot"));
    var lines = Pattern.compile("(?m)^" + name + "=\"(.*)\"$").matcher(launcher);
    var words = new ArrayList<String>();
    lines
        .results()
        .flatMap(line -> Arrays.stream(line.group(1).split(" ")))
        .filter(word -> word.startsWith("-"))
        .forEach(words::add);
    assertThat(words).isNotEmpty();
    return words;
  }

  @BeforeAll
  static void make() throws Exception {
    worker = options("worker_options");
    use = options("aot_options");
    good = folder.resolve("good.aot");
    var conf = "-XX:AOTConfiguration=" + folder.resolve("conf");
    java(worker, List.of("-XX:AOTMode=record", conf));
    java(
        worker,
        List.of("-XX:-AOTClassLinking", "-XX:AOTMode=create", conf, "-XX:AOTCache=" + good));
    assertThat(good).isNotEmptyFile();
  }

  private static String java(List<String> options, List<String> more) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(more);
    command.addAll(List.of("-jar", System.getProperty("combot.jar"), "version"));
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static void assertStarts(Path cache, String... others) throws Exception {
    var options = new ArrayList<String>(List.of("-XX:AOTCache=" + cache));
    options.addAll(worker);
    options.addAll(use);
    assertThat(java(options, List.of(others))).startsWith("Combot ").hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "empty", "half", "words", "scratched", "missing"})
  void aDamagedCacheStopsNoStart(String damage) throws Exception {
    var cache = folder.resolve(damage);
    var bytes = Files.readAllBytes(good);
    switch (damage) {
      case "whole" -> Files.write(cache, bytes);
      case "empty" -> Files.write(cache, new byte[0]);
      case "half" -> Files.write(cache, Arrays.copyOf(bytes, bytes.length / 2));
      case "words" -> Files.writeString(cache, "words ".repeat(1000));
      case "scratched" -> Files.write(cache, scratched(bytes));
      default -> assertThat(cache).doesNotExist();
    }
    assertStarts(cache);
  }

  private static byte[] scratched(byte[] bytes) {
    var random = new Random(1);
    for (int at = bytes.length / 4; at < bytes.length * 3 / 4; at += 4096) {
      bytes[at] = (byte) random.nextInt();
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xms1m -Xmx24m",
        "-XX:-UseSerialGC -XX:+UseZGC",
        "-XX:-UseCompactObjectHeaders",
        "-Xint"
      })
  void otherOptionsThanItsOwnStopNoStart(String others) throws Exception {
    assertStarts(good, others.split(" "));
  }
}

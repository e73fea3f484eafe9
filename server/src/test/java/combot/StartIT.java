package combot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says as it starts, or can't. */
class StartIT {
  private final WorkerProcess worker =
      WorkerProcess.serving("--study", "studies/newsletter-tone.yaml");

  @AfterEach
  void clean() {
    worker.close();
  }

  private String said() {
    assertThatThrownBy(worker::start).hasMessageContaining("the worker ended with code 1:");
    assertThat(worker.output()).doesNotContain("Exception", "java.", "\tat ");
    return worker.output().strip();
  }

  private void database(byte[] content) throws IOException {
    Files.createDirectories(worker.data());
    Files.write(worker.data().resolve("combot.db"), content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "worker"})
  void saysWhichVariablesAreWrongBeforeItStartsAnything(String command, @TempDir Path folder)
      throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            System.getProperty("combot.jar"),
            command,
            "--port=0",
            "--data=" + folder.resolve("data"));
    builder.environment().put("COMBOT_MEMORY_HOLD", "abc");
    builder.environment().put("COMBOT_DISK_LOW", "much");
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(out).isEmptyFile();
    assertThat(err)
        .content()
        .contains("COMBOT_MEMORY_HOLD must be a number", "COMBOT_DISK_LOW must be a number")
        .hasLineCount(2);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void saysThatTheDataFolderIsAFile() throws IOException {
    Files.createFile(worker.data());
    assertThat(said()).isEqualTo(worker.data() + " is a file, but --data wants a folder.");
  }

  @Test
  void saysThatTheDatabaseIsNone() throws IOException {
    database("some notes".getBytes(StandardCharsets.UTF_8));
    assertThat(said())
        .startsWith(worker.data().resolve("combot.db") + " is not a SQLite database")
        .contains("Put a backup in its place", "--data")
        .hasLineCount(1);
  }

  @Test
  void saysThatTheDatabaseIsDamagedWhereItsBeginningIsRight() throws IOException {
    database(Arrays.copyOf("SQLite format 3\0 and then".getBytes(StandardCharsets.UTF_8), 9000));
    assertThat(said().lines().toList())
        .last()
        .asString()
        .startsWith("Combot could not start: can't open the database " + worker.data())
        .contains("Put a backup in its place");
  }

  @Test
  void countsTheWarningsOfAStudyWhereItStarts() {
    worker.start();
    assertThat(worker.output()).contains("warnings          1: see './combot study check /");
  }
}

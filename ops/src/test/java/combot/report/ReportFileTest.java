package combot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

  @TempDir Path folder;

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void isForItsOwnerAlone() throws Exception {
    var file = folder.resolve("new.html");
    ReportFile.write(file, "short");
    assertThat(file).hasContent("short");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void takesTheRightsOfOthersFromOneThatIsThere() throws Exception {
    var file = Files.writeString(folder.resolve("old.html"), "longer than the new one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    ReportFile.check(file);
    assertThat(file).hasContent("longer than the new one");
    ReportFile.write(file, "short");
    assertThat(file).hasContent("short");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void saysWhereItCannotBeWritten() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ReportFile.check(folder.resolve("nothing/report.html")))
        .withMessageEndingWith("nothing/report.html: there is no such file or folder.");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ReportFile.check(folder))
        .withMessageEndingWith(": is a directory.");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ReportFile.check(Path.of("-")))
        .withMessageContaining("name a file");
    assertThat(Path.of("-")).doesNotExist();
  }
}

package combot.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTestKeyTest {

  @TempDir private Path data;

  private String kept() throws IOException {
    return Files.readString(data.resolve("loadtest.key")).strip();
  }

  @Test
  void isMadeOnceForTheOwnerAlone() throws IOException {
    var key = LoadTestKey.in(data);
    assertThat(key.is(kept())).isTrue();
    assertThat(LoadTestKey.in(data).is(kept())).isTrue();
    assertThat(key.is(kept() + "x")).isFalse();
    assertThat(key.is(null)).isFalse();
    assertAlone();
  }

  private void assertAlone() throws IOException {
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(data.resolve("loadtest.key"));
    }
    var mode = Files.getPosixFilePermissions(data.resolve("loadtest.key"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
  }

  @Test
  void isMadeWhereTheFileSystemHasNoLinks() throws IOException {
    var key =
        LoadTestKey.in(
            data,
            (_, _) -> {
              throw new UnsupportedOperationException();
            });
    assertThat(key.is(kept())).isTrue();
    assertAlone();
  }

  @Test
  void isAnotherProcessesWhereThatWasFirst() throws IOException {
    var key =
        LoadTestKey.in(
            data,
            (link, _) -> {
              Files.writeString(link, "theirs");
              throw new FileSystemException("links are not permitted");
            });
    assertThat(key.is("theirs")).isTrue();
  }

  @Test
  void isNoneWhereNoneCanBeHad() throws IOException {
    assertThat(LoadTestKey.NONE.is("")).isFalse();
    Files.createFile(data.resolve("loadtest.key"));
    assertThatThrownBy(() -> LoadTestKey.in(data)).hasMessageEndingWith("and it is made anew");
  }
}

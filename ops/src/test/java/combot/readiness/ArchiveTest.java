package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  @TempDir Path data;

  private static JsonObject report(int number, Object... lines) {
    return new JsonObject()
        .put("at", Looked.NOW.plusSeconds(number).toString())
        .put("number", number)
        .put("kind", "quick")
        .put(
            "sections",
            new JsonArray()
                .add(new JsonObject().put("lines", new JsonArray(Stream.of(lines).toList()))));
  }

  private static JsonObject saved(String id, State state) {
    return new JsonObject().put("id", id).put("title", "Line " + id).put("state", state.name());
  }

  @Test
  void keepsTheLatestForTheirOwnerAlone() throws Exception {
    var archive = new Archive(data);
    assertThat(archive.all()).isEmpty();
    Path file = null;
    for (int i = 0; i < Archive.MOST + 3; i++) {
      file = archive.save(report(i));
    }
    assertThat(archive.all())
        .hasSize(Archive.MOST)
        .extracting(report -> report.getInteger("number"))
        .startsWith(3)
        .endsWith(Archive.MOST + 2)
        .isSorted();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(file.getParent().toFile().list()).hasSize(Archive.MOST);
  }

  @Test
  void passesOverWhatIsDamaged() throws Exception {
    var archive = new Archive(data);
    archive.save(report(1));
    Files.writeString(data.resolve("reports/check-2.json"), "{\"at\":");
    Files.writeString(data.resolve("reports/check-3.json"), "{}");
    var ruined = report(4, saved("a", State.PASS).putNull("state"));
    Files.writeString(data.resolve("reports/check-4.json"), ruined.encode());
    ruined = report(5, saved("a", State.PASS).put("state", "PERHAPS"));
    Files.writeString(data.resolve("reports/check-5.json"), ruined.encode());
    ruined = report(6, "no line");
    Files.writeString(data.resolve("reports/check-6.json"), ruined.encode());
    ruined = report(7).put("at", "yesterday");
    Files.writeString(data.resolve("reports/check-7.json"), ruined.encode());
    ruined = report(8).put("figures", new JsonObject().put("disk", "full"));
    Files.writeString(data.resolve("reports/check-8.json"), ruined.encode());
    assertThat(archive.all()).hasSize(1);
  }

  @Test
  void leavesAForeignFolderAsItIsThatALinkLeadsTo() throws Exception {
    var foreign = Files.createDirectory(data.resolve("foreign"));
    var permissions = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(foreign, permissions);
    Files.createSymbolicLink(data.resolve("reports"), foreign);
    assertThatThrownBy(() -> new Archive(data).save(report(1)))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("reports is a link: put a folder in its place");
    assertThat(Files.getPosixFilePermissions(foreign)).isEqualTo(permissions);
    assertThat(foreign).isEmptyDirectory();
  }

  @Test
  void belongsToTheDatasOwnerWhoeverAsked() throws Exception {
    var nobody =
        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(data, nobody);
    var file = new Archive(data).save(report(1));
    assertThat(Files.getOwner(file)).isEqualTo(nobody);
    assertThat(Files.getOwner(file.getParent())).isEqualTo(nobody);
  }

  @Test
  void tellsWhatGotBetterAndWorseAndWhatIsNewAndGone() {
    var now =
        Stream.of(
                VerdictTest.line("a", State.WARN, false),
                VerdictTest.line("b", State.PASS, false),
                VerdictTest.line("c", State.NOT_MEASURED, false),
                VerdictTest.line("d", State.PASS, false),
                VerdictTest.line("e", State.FAIL, false))
            .toList();
    var before =
        report(
            1,
            saved("a", State.PASS),
            saved("b", State.FAIL),
            saved("c", State.WARN),
            saved("d", State.PASS),
            saved("x", State.PASS));
    var comparison = Comparison.of(now, List.of(before), Depth.QUICK, Optional.empty());
    assertThat(comparison.worse())
        .extracting(Object::toString)
        .containsExactly("Line a: WARN, was PASS", "Line c: NOT MEASURED, was WARN");
    assertThat(comparison.better())
        .extracting(Object::toString)
        .containsExactly("Line b: PASS, was FAIL");
    assertThat(comparison.added()).containsExactly("Line e");
    assertThat(comparison.gone()).containsExactly("Line x");
    assertThat(Comparison.of(now, List.of(), Depth.QUICK, Optional.empty()).added()).isEmpty();
  }

  @Test
  void comparesReportsOfTheSameKindAndTargetAlone() {
    var line = List.of(VerdictTest.line("a", State.PASS, false));
    var small = new Target(30, 5);
    var before =
        List.of(
            report(1, saved("a", State.FAIL)).put("target", small.toString()),
            report(2, saved("a", State.WARN)).put("target", new Target(30, 15).toString()),
            report(3, saved("a", State.FAIL)).put("kind", "full").put("target", small.toString()));
    var comparison = Comparison.of(line, before, Depth.QUICK, Optional.of(small));
    assertThat(comparison.with()).contains(before.getFirst().getString("at"));
    assertThat(comparison.why()).isEmpty();
    comparison = Comparison.of(line, before, Depth.QUICK, Optional.of(new Target(40, 5)));
    assertThat(comparison.with()).isEmpty();
    assertThat(comparison.better()).isEmpty();
    assertThat(comparison.why().orElseThrow()).endsWith("with --target users=40,session=5");
    assertThat(Comparison.of(line, before, Depth.STANDARD, Optional.of(small)).why()).isEmpty();
  }
}

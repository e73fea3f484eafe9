package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedStudiesTest {
  static final Path STUDIES = Path.of("..", "studies");

  static List<Path> shipped() throws IOException {
    try (var files = Files.list(STUDIES)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void thereAreTwoAtLeast() throws IOException {
    assertThat(shipped()).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void isFreeOfErrors(Path file) {
    assertThat(file).hasFileName(StudyFile.read(file).id() + ".yaml");
  }

  @Test
  void warnsOnlyOfWhatOneMustSettleBeforeOneRunsIt() {
    assertThat(warnings("think-feel.yaml"))
        .satisfiesExactly(
            email -> assertThat(email).contains("Prolific"),
            link -> assertThat(link).contains("placeholder, survey.example.org"));
    assertThat(warnings("newsletter-tone.yaml"))
        .satisfiesExactly(link -> assertThat(link).contains("placeholder, tasks.example.org"));
  }

  private static List<String> warnings(String name) {
    return StudyFile.check(STUDIES.resolve(name)).warnings().stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void theNewsletterNeedsNeitherClassesNorContact() {
    var study = StudyFile.read(STUDIES.resolve("newsletter-tone.yaml"));
    assertThat(study.conditions()).hasSize(3);
    assertThat(study.classes()).isEmpty();
    assertThat(study.contact())
        .hasValueSatisfying(c -> assertThat(c.kind()).isEqualTo(Step.Kind.NONE));
    assertThat(study.conditions())
        .extracting(study.assignment()::weightOf)
        .containsExactly(2, 1, 1);
  }
}

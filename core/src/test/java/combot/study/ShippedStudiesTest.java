package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** As the comment in the file says: the model's lines in, the other typing out. */
  @Test
  void thinkFeelChecksOutWithItsModelSwitchedOn() throws IOException {
    var file = STUDIES.resolve("think-feel.yaml");
    var on =
        Files.readString(file)
            .replaceFirst("(?m)^typing: .*$", "")
            .replaceAll("(?m)^#(model|generation|typing): ", "$1: ");
    var checked = StudyFile.check("on.yaml", on.getBytes(StandardCharsets.UTF_8));
    assertThat(checked.warnings())
        .extracting(Problem::message)
        .startsWith("the consent text doesn't say that messages are sent to a language model")
        .endsWith(warnings("think-feel.yaml").toArray(String[]::new))
        .hasSize(1 + warnings("think-feel.yaml").size());
    assertThat(checked.study().typing()).isInstanceOf(Typing.Drawn.class);
    assertThat(checked.study().generation())
        .hasValueSatisfying(it -> assertThat(it.caps().study()).hasValue(40));
    assertThat(checked.study().prompts())
        .containsOnlyKeys("paraphrase", "questions", "understanding");
    for (var cell : checked.study().conditions()) {
      checked
          .study()
          .prompts()
          .forEach((name, prompt) ->
              assertThat(prompt.pick(cell, "A").value().first() != null)
                  .as(name)
                  .isEqualTo(name.equals("questions")));
    }
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

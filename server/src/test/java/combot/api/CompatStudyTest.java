package combot.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import combot.chat.Studies;
import combot.study.Study;
import combot.study.StudyFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompatStudyTest {

  private static final Study THINK_FEEL = read("think-feel.yaml");
  private static final Study NEWSLETTER = read("newsletter-tone.yaml");

  private static Study read(String name) {
    return StudyFile.read(Path.of("..", "studies", name));
  }

  @Test
  void isTheFirstOneGivenThatHasTheOriginalsFactors() {
    assertThat(CompatStudy.firstOf(List.of(NEWSLETTER, THINK_FEEL)))
        .get()
        .extracting(CompatStudy::study)
        .isEqualTo(THINK_FEEL);
    assertThat(CompatStudy.firstOf(List.of(NEWSLETTER))).isEmpty();
  }

  @Test
  void withoutOneEveryRouteSaysSo() {
    var resource = new CompatResource(new Studies(List.of(NEWSLETTER), null), null, null);
    for (var call :
        List.<Runnable>of(
            () -> resource.open("random", null, null),
            () -> resource.close("lulu", null),
            () -> resource.endpoint(null),
            () -> resource.reset(null))) {
      var problem = catchThrowableOfType(ProblemException.class, call::run).problem();
      assertThat(problem.status()).isEqualTo(404);
      assertThat(problem.field()).isEqualTo("study");
      assertThat(problem.detail()).contains("brand", "think", "feel", "none that is served here");
    }
  }

  @Test
  void namesEndpointsAsTheOriginalDid() {
    assertThat(THINK_FEEL.conditions().stream().map(CompatStudy::endpointType))
        .containsExactlyInAnyOrder(
            "general_hight_highf",
            "general_hight_lowf",
            "general_lowt_highf",
            "general_lowt_lowf",
            "lulu_hight_highf",
            "lulu_hight_lowf",
            "lulu_lowt_highf",
            "lulu_lowt_lowf");
  }
}

package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.Answer;
import combot.store.Turn;
import combot.study.Study;
import combot.study.StudyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final String MODEL = "model: {provider: openai, name: small}\n";
  private static final String DRAWN = "typing: {median: 3s, spread: 0.3, longest: 8s}\n";

  private static Study study(String more) throws Exception {
    var shipped = Files.readString(Path.of("..", "studies", "newsletter-tone.yaml"));
    var content = shipped.replaceAll("(?m)^typing:.*\n", "") + more;
    return StudyFile.parse("study.yaml", content.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer answer(Study study, long computed, long shown) {
    var timing = new Turn.Timing(Duration.ofMillis(computed), Duration.ofMillis(shown));
    var turn =
        new Turn(2, Turn.Role.BOT, "PROBE", "And then?", "q#1", Map.of(), 1, Instant.EPOCH, timing);
    return new Answer(Answer.Outcome.TAKEN, study, null, null, null, List.of(turn), Duration.ZERO);
  }

  @Test
  void anAnswerWaitsForTheMomentThatWasDrawn() throws Exception {
    var study = study(MODEL + DRAWN);
    assertThat(Pace.rest(answer(study, 5, 2_800))).hasMillis(2_795);
    assertThat(Pace.rest(answer(study, 1_300, 2_800))).hasMillis(1_500);
    assertThat(Pace.rest(answer(study, 4_000, 4_000))).isZero();
  }

  @Test
  void notForLongerThanAGatewayWaits() throws Exception {
    assertThat(Pace.rest(answer(study(MODEL + DRAWN), 1_000, 60_000))).hasSeconds(24);
  }

  @Test
  void elsewhereItComesAtOnce() throws Exception {
    assertThat(Pace.rest(answer(study(DRAWN), 5, 2_800))).isZero();
    assertThat(Pace.rest(answer(study(MODEL), 5, 2_800))).isZero();
  }
}

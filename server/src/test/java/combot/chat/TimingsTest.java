package combot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.store.Turn;
import combot.study.Study;
import combot.study.StudyFile;
import combot.study.Typing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimingsTest {

  private static final Study SHIPPED =
      StudyFile.read(Path.of("..", "studies", "newsletter-tone.yaml"));

  private static Study typing(Typing typing) {
    return Generated.with(SHIPPED, Map.of(), Optional.empty(), typing);
  }

  private static List<BotTurn> said(String... texts) {
    return List.of(texts).stream()
        .map(text ->
            new BotTurn(BotTurn.Kind.PROBE, text, "questions#1", Map.of(), Provenance.SCRIPTED))
        .toList();
  }

  @Test
  void aDrawnMomentIsTheSameForScriptedAndGeneratedWords() {
    var study = typing(Generated.DRAWN);
    var scripted = Timings.of(study, 7, 3, said("Short.", "Why?"), Duration.ofMillis(4), false);
    var generated =
        Timings.of(
            study,
            7,
            3,
            said("Much longer words of a model's.", "And why?"),
            Duration.ofSeconds(6),
            false);

    assertThat(generated)
        .extracting(Turn.Timing::shown)
        .isEqualTo(scripted.stream().map(Turn.Timing::shown).toList());
    assertThat(scripted.getFirst().shown()).isEqualTo(study.typing().delayOf("", 7, 3));
    assertThat(scripted.getLast().shown())
        .isEqualTo(scripted.getFirst().shown().plus(study.typing().delayOf("", 7, 4)));
    assertThat(generated).extracting(Turn.Timing::computed).containsOnly(Duration.ofSeconds(6));
  }

  @Test
  void wordsThatCameAfterTheDrawnMomentAreShownWhenTheyAreThere() {
    var late = Duration.ofMinutes(5);
    var timings = Timings.of(typing(Generated.DRAWN), 7, 3, said("At last."), late, false);
    assertThat(timings).containsExactly(new Turn.Timing(late, late));
  }

  @Test
  void wordsThatWereShownAsTheyWereWrittenHaveNoDelayAndOnlyThoseBehindThemHave() {
    var there = Duration.ofSeconds(2);
    for (var typing :
        List.of(
            Generated.DRAWN,
            new Typing.ByLength(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1)))) {
      var study = typing(typing);
      var timings = Timings.of(study, 7, 3, said("So.", "Why?"), there, true);
      assertThat(timings)
          .containsExactly(
              new Turn.Timing(there, there),
              new Turn.Timing(there, there.plus(study.typing().delayOf("Why?", 7, 4))));
    }
  }

  @Test
  void aDelayByLengthBeginsWhenTheWordsAreThere() {
    var byLength =
        new Typing.ByLength(Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofSeconds(2));
    var there = Duration.ofMillis(30);
    assertThat(Timings.of(typing(byLength), 7, 3, said("12345", "1234567890"), there, false))
        .containsExactly(
            new Turn.Timing(there, Duration.ofMillis(580)),
            new Turn.Timing(there, Duration.ofMillis(1_180)));
  }
}

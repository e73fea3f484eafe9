package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.Answer;
import combot.conversation.Engine;
import combot.store.Conversation;
import combot.store.Turn;
import combot.study.Study;
import combot.study.StudyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a page waits before it shows each reply. */
class ReplyDelayTest {

  private static final Study STUDY =
      StudyFile.read(Path.of("..", "studies", "newsletter-tone.yaml"));

  private static List<Long> delays(Turn.Timing... timings) {
    var state = Engine.open(STUDY, STUDY.conditions().getFirst(), 7).next();
    var now = Instant.EPOCH;
    var conversation =
        new Conversation(
            "c",
            STUDY.id(),
            STUDY.version(),
            Conversation.Origin.PAGE,
            Conversation.Status.ACTIVE,
            state,
            1,
            0,
            null,
            Map.of(),
            now,
            now);
    var replies =
        IntStream.range(0, timings.length)
            .mapToObj(i ->
                new Turn(
                    3 + i, Turn.Role.BOT, "SAY", "1234567890", "s", Map.of(), 1, now, timings[i]))
            .toList();
    var answer =
        new Answer(Answer.Outcome.TAKEN, STUDY, conversation, state, state, replies, Duration.ZERO);
    return V1.AnswerJson.of(answer).replies().stream().map(V1.ReplyJson::delayMs).toList();
  }

  private static Turn.Timing timing(int computed, int shown) {
    return new Turn.Timing(Duration.ofMillis(computed), Duration.ofMillis(shown));
  }

  @Test
  void isTheRestOfTheFirstAndTheDifferenceOfEachFurther() {
    assertThat(delays(timing(1_200, 3_000), timing(1_200, 4_500))).containsExactly(1_800L, 1_500L);
  }

  @Test
  void isNothingForWordsThatCameTooLate() {
    assertThat(delays(timing(9_000, 9_000))).containsExactly(0L);
  }

  @Test
  void isTheStudysForRepliesThatWereStoredBeforeMomentsWere() {
    var typing = STUDY.typing().delayOf("1234567890", 7, 3).toMillis();
    assertThat(typing).isPositive();
    assertThat(delays(Stream.of(null, null).toArray(Turn.Timing[]::new)))
        .containsExactly(typing, typing);
  }
}

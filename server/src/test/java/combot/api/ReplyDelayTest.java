package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.Answer;
import combot.chat.View;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a page waits before it shows each reply. */
class ReplyDelayTest {

  private static final Study STUDY =
      StudyFile.read(Path.of("..", "studies", "newsletter-tone.yaml"));

  private static final Instant STORED = Instant.EPOCH;

  private static final Conversation CONVERSATION =
      new Conversation(
          "c",
          STUDY.id(),
          STUDY.version(),
          Conversation.Origin.PAGE,
          Conversation.Status.ACTIVE,
          Engine.open(STUDY, STUDY.conditions().getFirst(), 7).next(),
          1,
          0,
          null,
          Map.of(),
          STORED,
          STORED);

  private static List<Turn> replies(Turn.Timing... timings) {
    return IntStream.range(0, timings.length)
        .mapToObj(i -> turn(3 + i, Turn.Role.BOT, timings[i]))
        .toList();
  }

  private static Turn turn(int number, Turn.Role role, Turn.Timing timing) {
    return new Turn(number, role, "SAY", "1234567890", "s", Map.of(), 1, STORED, timing);
  }

  private static List<Long> delays(Turn.Timing... timings) {
    var state = CONVERSATION.state();
    var answer =
        new Answer(
            Answer.Outcome.TAKEN,
            STUDY,
            CONVERSATION,
            state,
            state,
            replies(timings),
            Duration.ZERO);
    return V1.AnswerJson.of(answer).replies().stream().map(V1.ReplyJson::delayMs).toList();
  }

  private static List<Long> delaysRead(int millisLater, List<Turn> turns) {
    var view = new View(STUDY, CONVERSATION, turns, STORED.plusMillis(millisLater));
    return V1.ConversationJson.of(null, view).turns().stream().map(V1.TurnJson::delayMs).toList();
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

  @ParameterizedTest
  @CsvSource({
    "-100, 1800, 1500",
    "0, 1800, 1500",
    "1000, 800, 1500",
    "1800, 0, 1500",
    "2000, 0, 1300",
    "3300, 0, 0",
    "9000, 0, 0"
  })
  void isWhatIsLeftOfItForWhoReadsTheConversation(int millisLater, long first, long second) {
    var replies = replies(timing(1_200, 3_000), timing(1_200, 4_500));
    assertThat(delaysRead(millisLater, replies)).containsExactly(first, second);
  }

  @Test
  void isNothingForGreetingsForRepliesThatWereStoredBeforeMomentsWereAndForWhatIsAnswered() {
    assertThat(delaysRead(0, replies((Turn.Timing) null))).containsExactly(0L);
    var answered =
        List.of(
            turn(1, Turn.Role.BOT, timing(1, 3_000)),
            turn(2, Turn.Role.PARTICIPANT, null),
            turn(3, Turn.Role.BOT, timing(1, 2_001)));
    assertThat(delaysRead(0, answered)).containsExactly(0L, 0L, 2_000L);
  }
}

package combot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassesTest {
  private static final List<String> CLASSES = List.of("A", "B", "C", "Other");
  private static final Step.Classify STEP =
      new Step.Classify(0.1, "Other", List.of("refund", "money back", "didn't fit"), 0.3);

  @Test
  void takesTheLikeliestClassFromItsThresholdOn() {
    assertThat(decide("broken", Map.of("A", 0.5, "B", 0.3, "C", 0.1, "Other", 0.1))).isEqualTo("A");
    assertThat(decide("broken", Map.of("A", 0.0, "B", 0.1))).isEqualTo("B");
    assertThat(decide("broken", Map.of("A", 0.0, "B", 0.0999))).isEqualTo("Other");
  }

  @Test
  void takesTheFirstOfEquals() {
    assertThat(decide("broken", Map.of("C", 0.4, "B", 0.4))).isEqualTo("B");
  }

  @Test
  void isNotConfusedByScoresThatAreNoneOrOfOtherClasses() {
    assertThat(decide("broken", Map.of())).isEqualTo("Other");
    assertThat(decide("broken", Map.of("Z", 0.9, "C", 0.1))).isEqualTo("C");
    assertThat(decide("broken", Map.of("A", Double.NaN, "B", 0.9))).isEqualTo("Other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want a refund",
        "REFUND!",
        "refund",
        "no-refund.",
        "give me my Money,\nback",
        "It didn't fit me",
        "it didn’t fit"
      })
  void cautiousWordsAskForMore(String text) {
    assertThat(decide(text, Map.of("A", 0.29))).isEqualTo("Other");
    assertThat(decide(text, Map.of("A", 0.3))).isEqualTo("A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefund", "refunds", "money came back", "refünd", "did fit"})
  void onlyWholeWordsAndPhrasesAreCautious(String text) {
    assertThat(decide(text, Map.of("A", 0.2))).isEqualTo("A");
  }

  private static String decide(String text, Map<String, Double> scores) {
    return Classes.decide(STEP, CLASSES, text, scores);
  }
}

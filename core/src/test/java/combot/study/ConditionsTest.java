package combot.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final List<Factor> FACTORS =
      List.of(
          new Factor("brand", List.of("Basic", "Lulu")),
          new Factor("think", List.of("High", "Low")));

  @Test
  void crossesTheFactorsInTheirOrder() {
    assertThat(study(FACTORS, List.of(), 1).conditions())
        .extracting(Condition::toString)
        .containsExactly(
            "brand=Basic think=High",
            "brand=Basic think=Low",
            "brand=Lulu think=High",
            "brand=Lulu think=Low");
  }

  @Test
  void leavesOutWhatIsExcludedWholeOrInPart() {
    assertThat(study(FACTORS, List.of(Map.of("brand", "Lulu", "think", "Low")), 1).conditions())
        .hasSize(3);
    assertThat(study(FACTORS, List.of(Map.of("brand", "Lulu")), 1).conditions())
        .extracting(Condition::toString)
        .containsExactly("brand=Basic think=High", "brand=Basic think=Low");
  }

  @Test
  void aStudyWithoutFactorsHasOneCell() {
    assertThat(study(List.of(), List.of(), 1).conditions())
        .containsExactly(new Condition(new LinkedHashMap<>()));
  }

  @Test
  void areCrossedOnce() {
    var study = study(FACTORS, List.of(), 1);
    assertThat(study.conditions()).isSameAs(study.conditions());
  }

  @Test
  void areNotCrossedOfMoreFactorsThanAStudyMayHave() {
    var levels = IntStream.range(0, 100).mapToObj(i -> "l" + i).toList();
    var factors = IntStream.range(0, 30).mapToObj(i -> "f" + i + ": " + levels).toList();
    assertThat(Small.errors("factors: {" + String.join(", ", factors) + "}"))
        .anyMatch(error -> error.contains("cross to more than 256 conditions"));
  }

  @Property(tries = 50)
  void codesAreSixLettersAndDigitsAndDifferByConditionForAnySeed(@ForAll long seed) {
    var levels = IntStream.range(0, 16).mapToObj(i -> "level" + i).toList();
    var study = study(List.of(new Factor("a", levels), new Factor("b", levels)), List.of(), seed);
    var codes = study.conditions().stream().map(study::codeOf).toList();
    assertThat(codes).hasSize(256).doesNotHaveDuplicates().allMatch(c -> c.matches("[0-9A-Z]{6}"));
    assertThat(study.codeOf(study.conditions().get(255))).isEqualTo(codes.get(255));
  }

  @Test
  void hasNoCodeForAnotherStudysCondition() {
    var other = study(List.of(), List.of(), 1).conditions().getFirst();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> study(FACTORS, List.of(), 1).codeOf(other));
  }

  private static Study study(List<Factor> factors, List<Map<String, String>> excluded, long seed) {
    var assignment =
        new Assignment(Assignment.Method.BLOCKS, 1, seed, List.of(), OptionalInt.empty());
    return new Study(
        "small",
        "0".repeat(64),
        "Small",
        "en",
        factors,
        excluded,
        assignment,
        new Study.Panel(null, List.of()),
        null,
        Map.of(),
        new Choice<>(List.of()),
        new LinkedHashMap<>(),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        List.of(new Step.Finish("bye", null, null)),
        new Typing.ByLength(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        new Study.Limits(8_000, Duration.ZERO));
  }
}

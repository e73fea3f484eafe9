package combot.study;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import combot.study.Assignment.Method;
import combot.study.Assignment.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final List<Condition> CELLS =
      Stream.of("Basic", "Lulu")
          .flatMap(brand -> Stream.of("High", "Low", "None").map(think -> cell(brand, think)))
          .toList();
  private static final List<Map<String, String>> STRATA =
      List.of(Map.of(), Map.of("brand", "Basic"), Map.of("brand", "Lulu"), Map.of("think", "Low"));

  @Property(tries = 200)
  void everyBlockHoldsEachConditionAsOftenAsItsWeightSays(
      @ForAll("weights") List<Weight> weights,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int times) {
    var sum = CELLS.stream().mapToInt(blocks(1, seed, weights)::weightOf).sum();
    var assignment = blocks(Math.max(1, sum * times), seed, weights);
    for (var stratum : STRATA) {
      var expected = new LinkedHashMap<Condition, Long>();
      CELLS.stream()
          .filter(c -> c.agreesWith(stratum) && assignment.weightOf(c) > 0)
          .forEach(c -> expected.put(c, (long) assignment.weightOf(c) * times));
      long size = expected.values().stream().mapToLong(n -> n).sum();
      for (long block = 0; size > 0 && block < 3; block++) {
        assertThat(drawn(assignment, stratum, block * size, size)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBlockThatIsTooSmallForTheWeightsStillHoldsEachConditionOnce() {
    var drawn = drawn(blocks(2, 7, List.of()), Map.of(), 0, CELLS.size());
    assertThat(drawn).hasSize(CELLS.size());
  }

  @Test
  void blocksAreInDifferentOrders() {
    var assignment = blocks(6, 11, List.of());
    var orders =
        LongStream.range(0, 50).mapToObj(b -> sequence(assignment, Map.of(), b * 6, 6)).distinct();
    assertThat(orders.count()).isGreaterThan(40);
  }

  /** Chi-square with 5 degrees of freedom: 20.5 is exceeded once in 1,000 seeds. */
  @Test
  void simpleDrawsFollowTheWeights() {
    var weights =
        List.of(
            new Weight(Map.of("think", "High"), 3),
            new Weight(Map.of("brand", "Lulu", "think", "Low"), 2));
    var assignment = new Assignment(Method.SIMPLE, 1, 2026, weights, OptionalInt.empty());
    int draws = 20_000;
    var drawn = drawn(assignment, Map.of(), 0, draws);
    double sum = CELLS.stream().mapToInt(assignment::weightOf).sum();
    double chiSquare = 0;
    for (var cell : CELLS) {
      double expected = draws * assignment.weightOf(cell) / sum;
      chiSquare += Math.pow(drawn.get(cell) - expected, 2) / expected;
    }
    assertThat(chiSquare).isLessThan(20.5);
  }

  @Property(tries = 200)
  void neverDrawsWhatWeighsNothing(
      @ForAll Method method, @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int number) {
    var weights =
        List.of(new Weight(Map.of("brand", "Lulu"), 0), new Weight(Map.of("think", "None"), 0));
    var assignment = new Assignment(method, 4, seed, weights, OptionalInt.empty());
    assertThat(assignment.conditionOf(CELLS, Map.of(), number))
        .isIn(cell("Basic", "High"), cell("Basic", "Low"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assignment.conditionOf(CELLS, Map.of("brand", "Lulu"), number))
        .withMessageContaining("Lulu");
  }

  @Property(tries = 200)
  void drawsOnlyFromItsStratumAndAlwaysTheSame(
      @ForAll Method method, @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int number) {
    var assignment = new Assignment(method, 6, seed, List.of(), OptionalInt.empty());
    for (var stratum : STRATA) {
      var drawn = assignment.conditionOf(CELLS, stratum, number);
      assertThat(drawn.levels()).containsAllEntriesOf(stratum);
      assertThat(assignment.conditionOf(CELLS, stratum, number)).isEqualTo(drawn);
    }
  }

  /** If two strata shared a stream, think would come in the same order in both. */
  @Test
  void strataHaveSequencesOfTheirOwn() {
    for (var method : Method.values()) {
      var assignment = new Assignment(method, 6, 5, List.of(), OptionalInt.empty());
      var basic = thinks(sequence(assignment, Map.of("brand", "Basic"), 0, 300));
      var lulu = thinks(sequence(assignment, Map.of("brand", "Lulu"), 0, 300));
      long same =
          LongStream.range(0, 300)
              .filter(i -> basic.get((int) i).equals(lulu.get((int) i)))
              .count();
      assertThat(same).as("of 300 with " + method).isBetween(65L, 135L);
    }
  }

  @Test
  void theLastWeightThatAppliesWins() {
    var assignment =
        blocks(1, 1, List.of(new Weight(Map.of(), 4), new Weight(Map.of("think", "Low"), 2)));
    assertThat(assignment.weightOf(cell("Basic", "High"))).isEqualTo(4);
    assertThat(assignment.weightOf(cell("Basic", "Low"))).isEqualTo(2);
  }

  @Test
  void refusesANegativeSlotAndAStratumThatNobodyIsIn() {
    var assignment = blocks(6, 1, List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assignment.conditionOf(CELLS, Map.of(), -1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assignment.conditionOf(CELLS, Map.of("brand", "Acme"), 0))
        .withMessageContaining("Acme");
  }

  @Provide
  Arbitrary<List<Weight>> weights() {
    var levels = Arbitraries.of(STRATA);
    return levels
        .flatMap(l -> Arbitraries.integers().between(0, 3).map(w -> new Weight(l, w)))
        .list()
        .ofMaxSize(3);
  }

  private static Assignment blocks(int size, long seed, List<Weight> weights) {
    return new Assignment(Method.BLOCKS, size, seed, weights, OptionalInt.empty());
  }

  private static List<Condition> sequence(
      Assignment assignment, Map<String, String> stratum, long from, long many) {
    return LongStream.range(from, from + many)
        .mapToObj(number -> assignment.conditionOf(CELLS, stratum, number))
        .toList();
  }

  private static Map<Condition, Long> drawn(
      Assignment assignment, Map<String, String> stratum, long from, long many) {
    return sequence(assignment, stratum, from, many).stream()
        .collect(groupingBy(c -> c, counting()));
  }

  private static List<String> thinks(List<Condition> conditions) {
    return conditions.stream().map(c -> c.level("think")).toList();
  }

  private static Condition cell(String brand, String think) {
    var levels = new LinkedHashMap<String, String>();
    levels.put("brand", brand);
    levels.put("think", think);
    return new Condition(levels);
  }
}

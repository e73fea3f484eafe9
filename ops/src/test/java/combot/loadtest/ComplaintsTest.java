package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

  @Property(tries = 200)
  void eachTextComesOnceInARound(
      @ForAll long seed,
      @ForAll @LongRange(max = 1_000_000_000) long round,
      @ForAll @IntRange(min = 1, max = 60) int size) {
    var complaints = numbered(size);
    assertThat(round(complaints, seed, round))
        .containsExactlyInAnyOrderElementsOf(complaints.all());
  }

  @Property(tries = 100)
  void isAFunctionOfSeedAndIndexForAllThreads(
      @ForAll long seed, @ForAll @LongRange(max = 1_000_000_000) long first) {
    var complaints = Complaints.bundled();
    var same = Complaints.bundled();
    var asked = LongStream.range(first, first + 100).boxed().toList();
    assertThat(asked.parallelStream().map(i -> complaints.freshAt(seed, i)).toList())
        .isEqualTo(asked.reversed().stream().map(i -> same.freshAt(seed, i)).toList().reversed());
  }

  @Property(tries = 100)
  void seedsAndRoundsHaveOrdersOfTheirOwn(
      @ForAll @LongRange(min = -100, max = 100) long seed,
      @ForAll @LongRange(max = 100) long round) {
    var complaints = Complaints.bundled();
    assertThat(
            List.of(
                round(complaints, seed, round),
                round(complaints, seed + 1, round),
                round(complaints, seed, round + 1),
                round(complaints, seed + 1, round + 1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTextIsAsLikelyInEveryPlace() {
    var complaints = numbered(5);
    for (int place = 0; place < 5; place++) {
      int[] seen = new int[5];
      for (long round = 0; round < 5_000; round++) {
        seen[Integer.parseInt(complaints.at(7, 5 * round + place).text())]++;
      }
      // Four standard deviations of a binomial (5,000, 0.2) are 113.
      assertThat(IntStream.of(seen)).allMatch(times -> times >= 887 && times <= 1_113);
    }
  }

  @Test
  void coversTheClassesEarly() {
    var complaints = Complaints.bundled();
    assertThat(IntStream.range(0, 40).mapToObj(i -> complaints.at(1, i).label()))
        .contains("A", "B", "C", "Other");
  }

  @Property(tries = 200)
  void aFreshTextIsTheSameComplaintWithATimeBehindIt(
      @ForAll long seed, @ForAll @LongRange(max = 1_000_000_000) long index) {
    var complaints = Complaints.bundled();
    var plain = complaints.at(seed, index);
    var fresh = complaints.freshAt(seed, index);
    assertThat(fresh.label()).isEqualTo(plain.label());
    assertThat(fresh.text())
        .startsWith(plain.text() + " (")
        .matches(".* \\(\\d\\d?[:.]\\d\\d( ?[ap]m)?\\)");
  }

  @Property(tries = 20)
  void freshTextsAreAllNew(@ForAll long seed, @ForAll @LongRange(max = 1_000_000) long first) {
    var complaints = Complaints.bundled();
    assertThat(LongStream.range(first, first + 4_000).mapToObj(i -> complaints.freshAt(seed, i)))
        .extracting(Complaint::text)
        .doesNotHaveDuplicates();
  }

  @Property(tries = 10)
  void aTextIsNewIn5760Rounds(
      @ForAll long seed, @ForAll @LongRange(max = 1_000_000_000) long first) {
    var complaints = numbered(1);
    assertThat(LongStream.range(first, first + 5_760).mapToObj(i -> complaints.freshAt(seed, i)))
        .extracting(Complaint::text)
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherSeedMakesNearlyOnlyNewTexts() {
    var complaints = Complaints.bundled();
    var texts = new HashSet<String>();
    for (long index = 0; index < complaints.size(); index++) {
      texts.add(complaints.freshAt(1, index).text());
      texts.add(complaints.freshAt(2, index).text());
    }
    assertThat(texts).hasSizeGreaterThan(2 * complaints.size() - 5);
  }

  @Test
  void writesATimeInFourWays() {
    assertThat(IntStream.range(0, 4).mapToObj(way -> new Stamp(way, 16 * 60 + 2).after("wet box")))
        .containsExactly(
            "wet box (16:02)", "wet box (4:02 pm)", "wet box (16.02)", "wet box (4.02pm)");
  }

  @Test
  void thereIsNoPlaceBeforeTheFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered(3).at(1, -1))
        .withMessage("index must be >= 0, was -1");
  }

  @Test
  void thereIsNoSequenceOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Complaints(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Complaint(" ", "text"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Complaint("A", "\n"));
  }

  private static Complaints numbered(int size) {
    return new Complaints(
        IntStream.range(0, size).mapToObj(i -> new Complaint("A", "" + i)).toList());
  }

  private static List<Complaint> round(Complaints complaints, long seed, long round) {
    long first = round * complaints.size();
    return LongStream.range(first, first + complaints.size())
        .mapToObj(i -> complaints.at(seed, i))
        .toList();
  }
}

package combot.loadtest;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the bundled complaints promise. */
class CorpusTest {
  private static final Path TRAINING = Path.of("../training");
  private static final double MOST_LIKENESS = 0.5;

  private static final List<Words> OURS =
      Complaints.bundled().all().stream().map(complaint -> Words.of(complaint.text())).toList();

  /** A text without what two copies may differ in, and its runs of three words. */
  private record Words(String normalised, int count, Set<String> trigrams) {
    static Words of(String text) {
      String normalised =
          Normalizer.normalize(text, Normalizer.Form.NFKC)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}\\s]", "")
              .replaceAll("\\s+", " ")
              .strip();
      String[] words = normalised.split(" ");
      var trigrams = new HashSet<String>();
      for (int i = 2; i < words.length; i++) {
        trigrams.add(words[i - 2] + " " + words[i - 1] + " " + words[i]);
      }
      return new Words(normalised, words.length, trigrams);
    }

    /** Whether it says the same as the other: equal, or a Jaccard similarity over the bound. */
    boolean copies(Words other) {
      if (normalised.equals(other.normalised)) {
        return true;
      }
      long shared = trigrams.stream().filter(other.trigrams::contains).count();
      return shared > MOST_LIKENESS * (trigrams.size() + other.trigrams.size() - shared);
    }
  }

  @Test
  void hasEnoughOfEachClass() {
    var byLabel =
        Complaints.bundled().all().stream().collect(groupingBy(Complaint::label, counting()));
    assertThat(byLabel).containsOnlyKeys(Complaints.BUNDLED_CLASSES);
    assertThat(byLabel.values()).allMatch(texts -> texts >= 110);
    assertThat(OURS).hasSizeGreaterThanOrEqualTo(480);
  }

  @Test
  void isAsLongAndAsShortAsPeopleAre() {
    var lengths = OURS.stream().mapToInt(Words::count).sorted().toArray();
    assertThat(lengths[0]).isBetween(3, 5);
    assertThat(lengths[lengths.length / 2]).isBetween(20, 26);
    assertThat(lengths[lengths.length - 1]).isBetween(80, 90);
  }

  @Test
  void noTwoSayTheSame() {
    assertThat(IntStream.range(0, OURS.size()).boxed())
        .flatMap(i -> copies(OURS.get(i), OURS.subList(0, i)))
        .isEmpty();
  }

  @Test
  void noneIsKnownToTheClassifier() throws IOException {
    for (String name : List.of("complaints.tsv", "evaluation.tsv")) {
      var theirs = theirs(name);
      assertThat(theirs).hasSizeGreaterThan(400);
      assertThat(OURS).flatMap(ours -> copies(ours, theirs)).isEmpty();
    }
  }

  @Test
  void tellsACopyFromALikeText() {
    var text = Words.of("The kettle leaks. Every morning there's a puddle on the worktop!");
    assertThat(text.copies(Words.of("the kettle leaks, every morning theres a puddle here")))
        .isTrue();
    assertThat(text.copies(Words.of("Every morning there's a dog in my garden."))).isFalse();
    assertThat(Words.of("bad shop").copies(Words.of("Bad shop!"))).isTrue();
    assertThat(Words.of("bad shop").copies(Words.of("worse shop"))).isFalse();
  }

  @Test
  void holdsNoAddresses() {
    assertThat(Complaints.bundled().all())
        .noneMatch(complaint -> complaint.text().matches(".*(@|https?:|www\\.|\\d{7}).*"));
  }

  private static List<String> copies(Words words, List<Words> others) {
    return others.stream()
        .filter(words::copies)
        .map(other -> words.normalised() + " | " + other.normalised())
        .toList();
  }

  private static List<Words> theirs(String name) throws IOException {
    try (Stream<String> lines = Files.lines(TRAINING.resolve(name))) {
      return lines.map(line -> Words.of(line.substring(0, line.indexOf('\t')))).toList();
    }
  }
}

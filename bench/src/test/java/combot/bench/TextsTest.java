package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TextsTest {

  private static final int MANY = 300_000;

  @Test
  void neverRepeatsAFirstMessage() {
    var texts = new Texts(0);
    var seen = new HashSet<String>();
    for (long number = 0; number < MANY; number++) {
      var text = texts.message(number, 0, true).toLowerCase(Locale.ROOT).strip();
      assertThat(seen.add(text)).as("number %d says again: %s", number, text).isTrue();
    }
  }

  @Test
  void walksThroughAllFirstMessagesBeforeItComesToOneAgain() {
    var texts = new Texts(5);

    assertThat(texts.opening(Texts.DIFFERENT)).isEqualTo(texts.opening(0));
    assertThat(LongStream.rangeClosed(2, 2_000).filter(d -> Texts.DIFFERENT % d == 0))
        .as("divisors of the number of texts that the stride shares")
        .noneMatch(d -> 618_033_989L % d == 0);
  }

  @Test
  void choosesAPhraseOnlyOnceAtItsPlace() {
    assertThat(Vocabulary.PLACES).allSatisfy(place -> assertThat(place).doesNotHaveDuplicates());
  }

  @Test
  void writesAboutTwentyWordsOfPlainText() {
    var texts = new Texts(0);
    var words =
        LongStream.range(0, 10_000)
            .mapToObj(number -> texts.message(number, 0, true))
            .peek(text -> assertThat(text).matches("[A-Za-z0-9 ,.()'-]+"))
            .mapToInt(text -> text.split(" ").length)
            .summaryStatistics();

    assertThat(words.getAverage()).isBetween(18.0, 22.0);
    assertThat(words.getMin()).isGreaterThan(10);
  }

  @Test
  void saysAnotherThingAtEachIndexOfEachConversation() {
    var texts = new Texts(0);
    var seen = new HashSet<String>();
    for (long number = 0; number < 1_000; number++) {
      for (int index = 1; index <= 6; index++) {
        assertThat(seen.add(texts.message(number, index, false))).isTrue();
      }
    }
  }

  @Test
  void opensKnownConversationsOutOfSix() {
    var texts = new Texts(0);

    assertThat(LongStream.range(0, 600).mapToObj(n -> texts.message(n, 0, false)).distinct())
        .hasSize(6);
  }
}

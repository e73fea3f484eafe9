package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VariantsTest {

  @Test
  void theTextComesFirstAndEachVariantOnce() {
    var text =
        "My shoes came, finally. One was wet; the other was torn! Nobody at the shop answered me. I gave up.";
    var variants = Variants.of(text, 1);
    assertThat(variants.getFirst()).isEqualTo(text);
    assertThat(variants).doesNotHaveDuplicates().hasSizeBetween(3, 4);
    assertThat(variants.get(1)).doesNotContain(",", ".", "!");
    assertThat(Variants.of(text, 1)).isEqualTo(variants);
  }

  @Test
  void normalisingEndsWithoutASpaceWhereItCutsAfterOne() {
    var word = "x".repeat(Normalised.MAX_CHARS - 1);
    assertThat(Normalised.text(word + " y")).isEqualTo(word);
    assertThat(Normalised.text(word + "\uD83D\uDE00")).isEqualTo(word);
    assertThat(Normalised.text(word + "yz")).isEqualTo(word + "y");
  }

  @Property(tries = 300)
  void normalisingIsIdempotentBoundedAndWithoutBrokenSurrogates(
      @ForAll @StringLength(max = 3_000) @CharRange(from = '\u0000', to = '\uFFFF') String text) {
    String once = Normalised.text(text);
    assertThat(once.length()).isLessThanOrEqualTo(Normalised.MAX_CHARS);
    assertThat(once).isEqualTo(once.strip()).doesNotContain("  ", "\n", "\t");
    assertThat(once.codePoints()).noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    assertThat(Normalised.text(once)).isEqualTo(once);
  }
}

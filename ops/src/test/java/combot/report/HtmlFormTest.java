package combot.report;

import static combot.report.Xml.all;
import static org.assertj.core.api.Assertions.assertThat;

import combot.report.Block.Axis;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class HtmlFormTest {
  private static final String WRITTEN = new HtmlForm().write(Sample.document());
  private static final Pattern COLOUR = Pattern.compile("--(\\w+): #([0-9a-f]{6})");

  private final Element page = Xml.parsed(WRITTEN);

  @Test
  void takesTextsForTexts() {
    assertThat(all(page, "script")).isEmpty();
    assertThat(all(page, "h1").getFirst().getTextContent())
        .contains("<script>alert(\"a & 'b'\")</script> | `c` **d**")
        .doesNotContain("\033");
  }

  @Property(tries = 200)
  void isWellFormedWhateverTheTexts(@ForAll String text) {
    var shown = Xml.parsed(new HtmlForm().write(Sample.saying(text)));

    assertThat(all(shown, "h1").getFirst().getTextContent()).isEqualTo(Plain.text(text));
    assertThat(all(shown, "td")).hasSize(1);
  }

  @Test
  void asksNobodyForAnything() {
    assertThat(all(page, "*"))
        .allMatch(e -> !e.hasAttribute("src") && !e.hasAttribute("style"))
        .allMatch(e -> !e.hasAttribute("href") || e.getAttribute("href").startsWith("#"));
    assertThat(WRITTEN.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http:", "https:", "url(", "@import");
    assertThat(WRITTEN).contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
  }

  @Test
  void beginsWithTheVerdictThenListsItsSections() {
    assertThat(Xml.children(all(page, "body").getFirst()))
        .extracting(Element::getTagName)
        .containsExactly("header", "nav", "main");
    assertThat(all(all(page, "header").getFirst(), "p").get(1).getTextContent())
        .startsWith("✗ NOT READY");
    var headings =
        all(page, "h2").stream()
            .collect(Collectors.toMap(h -> "#" + h.getAttribute("id"), Element::getTextContent));
    assertThat(all(all(page, "nav").getFirst(), "a"))
        .hasSize(6)
        .allMatch(a -> a.getTextContent().equals(headings.get(a.getAttribute("href"))));
  }

  @Test
  void namesTablesColumnsAndRows() {
    assertThat(all(page, "table"))
        .isNotEmpty()
        .allMatch(table -> all(table, "caption").size() == 1)
        .allMatch(table -> all(table, "th").stream().allMatch(th -> th.hasAttribute("scope")));
    assertThat(all(page, "tbody").stream().flatMap(body -> all(body, "tr").stream()))
        .allMatch(row -> all(row, "th").size() == 1);
  }

  @Test
  void saysTonesInWords() {
    for (var tone : List.of(Tone.GOOD, Tone.WARNING, Tone.BAD)) {
      assertThat(all(page, "td"))
          .filteredOn(td -> td.getAttribute("class").endsWith(tone.name().toLowerCase(Locale.ROOT)))
          .isNotEmpty()
          .allMatch(td -> all(td, "b").getFirst().getAttribute("aria-label").equals(tone.word()));
    }
  }

  @Test
  void saysPlotsInWordsAndFigures() {
    var figure = all(page, "figure").getFirst();

    assertThat(all(figure, "svg").getFirst().getAttribute("role")).isEqualTo("img");
    assertThat(all(figure, "svg").getFirst().getAttribute("aria-label"))
        .contains("Throughput grows", "measured: 420 at 1, 763 at 1,000.", "a fitted curve");
    assertThat(all(figure, "th"))
        .extracting(Element::getTextContent)
        .startsWith("participants", "measured", "1", "4")
        .endsWith("500", "1,000")
        .hasSize(16);
  }

  @Test
  void showsRepeatedAndMissingFiguresAsWhatTheyAre() {
    var one = new Series("one", false, List.of(new Point(1, 5), new Point(1, 7.5)));
    var other = new Series("other", false, List.of(new Point(2, 1.23456)));
    var axis = new Axis("n", false);
    var shown = written(new Plot("Two", axis, axis, List.of(one, other)));

    assertThat(all(shown, "td"))
        .extracting(Element::getTextContent)
        .containsExactly("5 · 7.5", "", "", "1.235");
  }

  @Test
  void showsAFittedCurvesFiguresOnlyWhereNothingWasMeasured() {
    var curve = new Series("law", true, List.of(new Point(1, 5)));
    var measured = new Series("measured", false, List.of(new Point(2, 6)));
    var axis = new Axis("n", false);

    assertThat(all(written(new Plot("Fit", axis, axis, List.of(curve, measured))), "td"))
        .extracting(Element::getTextContent)
        .containsExactly("6");
    assertThat(all(written(new Plot("Fit", axis, axis, List.of(curve))), "td"))
        .extracting(Element::getTextContent)
        .containsExactly("5");
  }

  @Test
  void writesTheSameDigitsWhateverTheMachinesLanguage() {
    var usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(new HtmlForm().write(Sample.document())).isEqualTo(WRITTEN);
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void letsTablesOfFiguresScrollAndOthersStack() {
    assertThat(all(page, "div"))
        .extracting(div -> div.getAttribute("class"))
        .containsExactly("stacks", "scrolls wide", "scrolls", "scrolls wide", "stacks", "stacks");
  }

  private static Element written(Block block) {
    return Xml.parsed(new HtmlForm().write(new Document("Report", "now", List.of(block))));
  }

  @ParameterizedTest
  @CsvSource({
    "ink,4.5",
    "muted,4.5",
    "link,4.5",
    "good,4.5",
    "warning,4.5",
    "bad,4.5",
    "s0,3",
    "s1,3",
    "s2,3",
    "s3,3",
    "s4,3",
    "s5,3"
  })
  void contrastsInLightDarkAndPrint(String colour, double least) {
    var themes = WRITTEN.split("--paper: ");

    assertThat(themes).hasSize(4);
    for (int i = 1; i < themes.length; i++) {
      var colours = colours("--paper: " + themes[i]);
      assertThat(contrast(colours.get(colour), colours.get("paper"))).isGreaterThan(least);
    }
  }

  private static Map<String, Integer> colours(String css) {
    Function<MatchResult, Integer> value = found -> Integer.parseInt(found.group(2), 16);
    return COLOUR
        .matcher(css)
        .results()
        .collect(Collectors.toMap(found -> found.group(1), value, (first, later) -> first));
  }

  /** Contrast ratio of WCAG 2. */
  private static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double value = (channel & 0xFF) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}

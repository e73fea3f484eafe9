package combot.report;

import static combot.report.Xml.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import combot.report.Block.Axis;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class SvgTest {
  private static final Axis USERS = new Axis("participants", true);
  private static final Axis MS = new Axis("ms", false);
  private static final Pattern PLACE = Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)");

  @Test
  void labelsALogarithmicAxisByRoundValues() {
    var svg = Xml.parsed(Svg.of(Sample.throughput()));

    assertThat(texts(svg)).contains("1", "3", "10", "30", "100", "300", "1,000");
    assertThat(texts(svg)).contains("0", "500", "1,000", "1,500", "2,000");
  }

  @Test
  void putsLogarithmicValuesAtEvenDistances() {
    var places = places(measured(new Point(1, 1), new Point(10, 2), new Point(100, 3)));

    assertThat(places.get(1)[0] - places.get(0)[0])
        .isCloseTo(places.get(2)[0] - places.get(1)[0], within(0.2));
    assertThat(places.get(0)[1]).isGreaterThan(places.get(2)[1]);
  }

  @Test
  void tellsSixSeriesApartByShapeAndDash() {
    var all = IntStream.range(0, 6).mapToObj(i -> series("s" + i, new Point(1, 1))).toList();
    var svg = Xml.parsed(Svg.of(new Plot("All", USERS, MS, all)));
    var shapes = all(svg, "path").stream().filter(path -> is(path, "dot"));
    var lines = all(svg, "path").stream().filter(path -> is(path, "thin"));

    assertThat(
            shapes.map(path -> path.getAttribute("d").replaceAll("^M\\S+ [0-9.]+", "")).distinct())
        .hasSize(6);
    assertThat(lines.map(path -> path.getAttribute("stroke-dasharray")).distinct()).hasSize(6);
  }

  @Test
  void drawsAFittedCurveWithoutDots() {
    var curve = new Series("law", true, List.of(new Point(1, 1), new Point(9, 4)));
    var svg = Xml.parsed(Svg.of(new Plot("Fit", USERS, MS, List.of(curve))));

    assertThat(all(svg, "path")).noneMatch(path -> is(path, "dot"));
    assertThat(texts(svg)).contains("law (fitted)");
  }

  @Test
  void drawsSpecksWhereShapesWouldHideTheirLine() {
    var many = IntStream.rangeClosed(1, 51).mapToObj(i -> new Point(i, i)).toArray(Point[]::new);
    var svg = Xml.parsed(Svg.of(measured(many)));

    assertThat(all(svg, "path")).filteredOn(path -> is(path, "speck")).hasSize(1);
    assertThat(all(svg, "path")).filteredOn(path -> is(path, "dot")).hasSize(1); // the legend's
  }

  @Test
  void saysWhereThereIsNothingToDraw() {
    assertThat(texts(Xml.parsed(Svg.of(measured())))).contains("no figures", "measured");
    assertThat(Svg.of(new Plot("None", USERS, MS, List.of()))).contains("no figures");
  }

  @Test
  void drawsOnePoint() {
    var svg = Xml.parsed(Svg.of(measured(new Point(15, 0))));

    assertThat(all(svg, "path")).anyMatch(path -> is(path, "dot"));
    assertThat(texts(svg)).contains("10", "20", "0").doesNotContain("no figures");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e301})
  void refusesWhatIsNoFigure(double value) {
    assertThatThrownBy(() -> new Point(1, value)).hasMessageContaining("finite");
    assertThatThrownBy(() -> new Point(value, 1)).hasMessageContaining("finite");
  }

  @Test
  void refusesWhatHasNoPlace() {
    assertThatThrownBy(() -> measured(new Point(0, 1)))
        .hasMessage("a logarithmic axis has no place for Point[x=0.0, y=1.0] of 'measured'");
    assertThatThrownBy(() -> series("back", new Point(2, 1), new Point(1, 1)))
        .hasMessageContaining("not in ascending order of x");
    var seven = IntStream.range(0, 7).mapToObj(i -> series("s" + i)).toList();
    assertThatThrownBy(() -> new Plot("Many", USERS, MS, seven))
        .hasMessage("the plot 'Many' has 7 series, at most 6 can be told apart");
  }

  @Property(tries = 200)
  void drawsAnyFiguresWithinItsFrame(@ForAll("plots") Plot plot) {
    var svg = Xml.parsed(Svg.of(plot));
    double height = Double.parseDouble(svg.getAttribute("viewBox").split(" ")[3]);

    assertThat(all(svg, "path").stream().flatMap(SvgTest::places))
        .allMatch(at -> at[0] >= 0 && at[0] <= Svg.WIDTH && at[1] >= 0 && at[1] <= height);
  }

  @Property(tries = 200)
  void laysNoTextOverAnother(@ForAll("plots") Plot plot) {
    var texts = all(Xml.parsed(Svg.of(plot)), "text").stream().map(SvgTest::box).toList();

    for (var one : texts) {
      assertThat(one[0]).isGreaterThanOrEqualTo(-0.1);
      assertThat(one[2]).isLessThanOrEqualTo(Svg.WIDTH + 0.1);
      assertThat(texts).filteredOn(other -> other != one).noneMatch(other -> meet(one, other));
    }
  }

  @Provide
  Arbitrary<Plot> plots() {
    var values =
        Arbitraries.oneOf(
            Combinators.combine(
                    Arbitraries.doubles().between(-9.9, 9.9),
                    Arbitraries.integers().between(-300, 299))
                .as((digits, power) -> digits * Math.pow(10, power)),
            Arbitraries.doubles().between(0, 2000).ofScale(2),
            Arbitraries.of(0.0, 1.0, 999.5, 1e-320, 1e-300, 1e-7, 1_764_100_000.0, 1e300));
    return Combinators.combine(
            values.list().ofMaxSize(20),
            values.list().ofSize(20),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of("ms", "a long name WITH CAPITALS of what was measured, and how, in ms"))
        .as(SvgTest::plot);
  }

  private static Plot plot(
      List<Double> xs, List<Double> ys, boolean logX, boolean logY, String name) {
    var points =
        IntStream.range(0, xs.size())
            .mapToObj(i -> new Point(above(logX, xs.get(i)), above(logY, ys.get(i))))
            .sorted(Comparator.comparingDouble(Point::x))
            .toList();
    var series = Stream.of(false, true).map(fitted -> new Series(name, fitted, points)).toList();
    return new Plot("Any", new Axis(name, logX), new Axis(name, logY), series);
  }

  private static double above(boolean zero, double value) {
    return zero ? Math.max(Math.abs(value), Double.MIN_NORMAL) : value;
  }

  private static Plot measured(Point... points) {
    return new Plot("Some", USERS, MS, List.of(series("measured", points)));
  }

  private static Series series(String name, Point... points) {
    return new Series(name, false, List.of(points));
  }

  private static List<double[]> places(Plot plot) {
    return all(Xml.parsed(Svg.of(plot)), "path").stream()
        .filter(path -> is(path, "dot"))
        .findFirst()
        .map(path -> places(path).toList())
        .orElseThrow();
  }

  private static Stream<double[]> places(Element path) {
    return PLACE
        .matcher(path.getAttribute("d"))
        .results()
        .map(at -> new double[] {Double.parseDouble(at.group(1)), Double.parseDouble(at.group(2))});
  }

  private static boolean is(Element path, String kind) {
    return List.of(path.getAttribute("class").split(" ")).contains(kind);
  }

  private static List<String> texts(Element svg) {
    return all(svg, "text").stream().map(Element::getTextContent).toList();
  }

  /**
   * Left, top, right, bottom, by the widths that the plot assumes; a browser's are looked at too.
   */
  private static double[] box(Element text) {
    double width = Svg.width(text.getTextContent());
    double at = Double.parseDouble(text.getAttribute("x"));
    double left =
        switch (text.getAttribute("text-anchor")) {
          case "start" -> at;
          case "end" -> at - width;
          default -> at - width / 2;
        };
    double baseline = Double.parseDouble(text.getAttribute("y"));
    return new double[] {left, baseline - 10, left + width, baseline + 3};
  }

  private static boolean meet(double[] a, double[] b) {
    return a[0] < b[2] - 0.2 && b[0] < a[2] - 0.2 && a[1] < b[3] && b[1] < a[3];
  }
}

package combot.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import combot.report.Block;
import combot.report.Block.Axis;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Heading;
import combot.report.Block.Paragraph;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import combot.report.Block.Table;
import combot.report.Block.Verdict;
import combot.report.Document;
import combot.report.HtmlForm;
import combot.report.Tone;
import combot.web.Browser.Screen;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report's page on small and large screens; it may ask no server for anything. */
@Tag("slow")
class ReportPageIT {
  private static final String PATH = "/var/lib/combot/" + "a-very-long-name".repeat(12) + ".yaml";
  private static final double[] LEVELS = {1, 4, 8, 12, 16, 20, 24, 32, 40, 50, 100, 200, 500, 1000};

  /** Texts of plots that lie over each other or over their plot's edge. */
  private static final String CLASHES =
      """
      () => [...document.querySelectorAll('svg')].flatMap((svg) => {
        const frame = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll('text')];
        const boxes = texts.map((text) => text.getBoundingClientRect());
        return texts.filter((text, i) => boxes[i].left < frame.left - 1
          || boxes[i].right > frame.right + 1 || boxes[i].bottom > frame.bottom + 1
          || boxes.some((other, j) => i !== j
            && boxes[i].left < other.right - 0.5 && other.left < boxes[i].right - 0.5
            && boxes[i].top + 2 < other.bottom - 2 && other.top + 2 < boxes[i].bottom - 2))
          .map((text) => text.outerHTML);
      })\
      """;

  @RegisterExtension static final Browser browser = new Browser(List::of);

  @ParameterizedTest
  @ValueSource(ints = {320, 360, 390, 640, 900, 1280})
  void showsAllWithoutScrollingSidewaysOrTextOverText(int width) {
    var page = opened(width);

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    assertThat((List<?>) page.evaluate(CLASHES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 390, 1280})
  void keepsPlotsLegible(int width) {
    var scale =
        opened(width).evaluate("document.querySelector('svg').getScreenCTM().a * 12.0 + 0.001");

    assertThat(((Number) scale).doubleValue()).isBetween(11.0, 16.0);
  }

  private static Page opened(int width) {
    var page = browser.fresh(Screen.DESKTOP).newPage();
    page.setViewportSize(width, 800);
    page.setContent(new HtmlForm().write(report()));
    page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
    return page;
  }

  private static Document report() {
    List<Block> blocks =
        List.of(
            new Verdict(Tone.BAD, "NOT READY: " + PATH),
            new Heading("Lines " + PATH),
            new Paragraph(PATH),
            new Table(
                "Lines",
                List.of(
                    new Column("Line", false),
                    new Column("Value", true),
                    new Column("State", false)),
                List.of(List.of(Cell.of(PATH), Cell.of("18.4 ms"), new Cell("FAIL", Tone.BAD)))),
            new Table(
                PATH,
                figures(12),
                List.of(IntStream.range(0, 12).mapToObj(i -> Cell.of("1,000,000.5")).toList())),
            plot(new Axis("participants", true), new Axis("ms", true)),
            plot(new Axis("WWWWWW MMMMMM ".repeat(8), false), new Axis("requests/s", false)));
    return new Document("Readiness of " + PATH, "now", blocks);
  }

  private static List<Column> figures(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Column("Figure " + i, true)).toList();
  }

  private static Plot plot(Axis x, Axis y) {
    var series =
        IntStream.range(0, 6)
            .mapToObj(i -> new Series("percentile " + i + "W".repeat(i), i == 5, points(i + 1)))
            .toList();
    return new Plot("All grow. " + PATH, x, y, series);
  }

  private static List<Point> points(int factor) {
    return DoubleStream.of(LEVELS).mapToObj(n -> new Point(n, factor * n * 1.7)).toList();
  }
}

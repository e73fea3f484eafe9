package combot.report;

import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A plot as SVG, {@value #WIDTH} units wide: as wide as a phone, so that its texts of 12 units stay
 * legible there, and two lie side by side on a desk. Colours come from the page's style sheet;
 * series differ by shape and dash as well. Texts are laid out by widths that no common font
 * exceeds, so that they do not overlap.
 */
final class Svg {
  static final int WIDTH = 340;
  private static final int HEIGHT = 200;
  private static final int LINE = 16;
  private static final int GAP = 8;

  /** From the lower axis to its labels' base line. */
  private static final int BELOW = 19;

  /** Keeps points off the axes. */
  private static final int INSET = 8;

  private static final int RIGHT = WIDTH - 12;
  private static final int SAMPLE = 28;

  /** Beyond it, points would hide their line. */
  private static final int MOST_SHAPES = 50;

  /** Circle, square, triangle, diamond, triangle downwards, cross: about a point. */
  private static final List<String> SHAPES =
      List.of(
          "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
          "m-2.7-2.7h5.4v5.4h-5.4z",
          "m0-3.6l3.5 6.2h-7z",
          "m0-3.9l3.7 3.9-3.7 3.9-3.7-3.9z",
          "m0 3.6l3.5-6.2h-7z",
          "m-1.1-3.7h2.2v2.6h2.6v2.2h-2.6v2.6h-2.2v-2.6h-2.6v-2.2h2.6z");

  private static final String SPECK = "m-1-1h2v2h-2z";

  private static final List<String> DASHES =
      List.of("none", "7 3", "2 3", "9 3 2 3", "4 4", "12 3");

  private final Plot plot;
  private final Scale x;
  private final Scale y;
  private final StringBuilder parts = new StringBuilder();
  private double left;
  private double top;
  private double bottom;

  private Svg(Plot plot) {
    this.plot = plot;
    x = Scale.of(plot.x().logarithmic(), false, values(Point::x));
    y = Scale.of(plot.y().logarithmic(), true, values(Point::y));
  }

  /** The element, well-formed as XML. */
  static String of(Plot plot) {
    return new Svg(plot).drawn();
  }

  private double[] values(ToDoubleFunction<Point> value) {
    return plot.series().stream()
        .flatMap(series -> series.points().stream())
        .mapToDouble(value)
        .toArray();
  }

  private String drawn() {
    var label = Wrap.lines(Plain.line(plot.y().label()), WIDTH, Svg::units);
    top = label.size() * LINE + GAP;
    bottom = top + HEIGHT;
    text(label, 0, "start", LINE - 4);
    yTicks();
    xTicks();
    for (int i = 0; i < plot.series().size(); i++) {
      series(i);
    }
    if (values(Point::x).length == 0) {
      text(List.of("no figures"), (left + RIGHT) / 2, "middle", (top + bottom) / 2);
    }
    var below = Wrap.lines(Plain.line(plot.x().label()), WIDTH, Svg::units);
    text(below, RIGHT, "end", bottom + BELOW + LINE + 2);
    double height = legend(bottom + BELOW + (below.size() + 0.5) * LINE + GAP);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\""
            .formatted(WIDTH, number(height))
        + " aria-label=\"%s\">%s</svg>".formatted(Html.text(spoken()), parts);
  }

  private void yTicks() {
    int least = y.logarithmic() ? 20 : 26;
    var ticks = y.ticks(all -> apart(all, y, tick -> least / 2.0, rise(), 0));
    double widest = ticks.stream().mapToDouble(tick -> width(Figures.exact(tick))).max().orElse(0);
    left = widest + GAP;
    for (var tick : ticks) {
      double at = down(tick.doubleValue());
      line("grid", left, at, RIGHT, at);
      text(List.of(Figures.exact(tick)), left - 6, "end", at + 4);
    }
  }

  private void xTicks() {
    line("axis", left, bottom, RIGHT, bottom);
    double span = RIGHT - left - 2 * INSET;
    for (var tick : x.ticks(all -> apart(all, x, t -> half(t), span, GAP))) {
      double at = right(tick.doubleValue());
      line("axis", at, bottom, at, bottom + 4);
      double inside = Math.clamp(at, half(tick), WIDTH - half(tick));
      text(List.of(Figures.exact(tick)), inside, "middle", bottom + BELOW);
    }
  }

  /** Whether labels that reach {@code half} to both sides of their ticks leave a gap between. */
  private static boolean apart(
      List<BigDecimal> ticks,
      Scale scale,
      ToDoubleFunction<BigDecimal> half,
      double span,
      int gap) {
    double end = Double.NEGATIVE_INFINITY;
    for (var tick : ticks) {
      double at = scale.at(tick.doubleValue()) * span;
      if (at - half.applyAsDouble(tick) < end) {
        return false;
      }
      end = at + half.applyAsDouble(tick) + gap;
    }
    return true;
  }

  private void series(int index) {
    var series = plot.series().get(index);
    if (series.points().isEmpty()) {
      return;
    }
    var places = series.points().stream().map(this::place).toList();
    line(index, series.fitted(), "M" + String.join("L", places) + "h0");
    if (!series.fitted()) {
      boolean few = places.size() <= MOST_SHAPES;
      var shape = few ? SHAPES.get(index) : SPECK;
      var shapes = places.stream().map(at -> "M" + at + shape).collect(Collectors.joining());
      shapes(index, few ? "dot" : "speck", shapes);
    }
  }

  private String place(Point point) {
    return number(right(point.x())) + " " + number(down(point.y()));
  }

  private double right(double value) {
    return left + INSET + x.at(value) * (RIGHT - left - 2 * INSET);
  }

  private double down(double value) {
    return top + INSET + (1 - y.at(value)) * rise();
  }

  /** From the lowest value to the highest; 0 lies on the axis. */
  private double rise() {
    return HEIGHT - (y.low() == 0 ? INSET : 2 * INSET);
  }

  /** Returns where it ends. */
  private double legend(double from) {
    double at = 0;
    double row = from;
    for (int i = 0; i < plot.series().size(); i++) {
      var series = plot.series().get(i);
      var name = series.fitted() ? series.name() + " (fitted)" : series.name();
      var lines = Wrap.lines(Plain.line(name), WIDTH - SAMPLE, Svg::units);
      double width = SAMPLE + lines.stream().mapToDouble(Svg::width).max().orElse(0);
      if (at > 0 && at + width > WIDTH) {
        at = 0;
        row += LINE + 2;
      }
      var middle = number(at + 11) + " " + number(row);
      line(i, series.fitted(), "M" + number(at) + " " + number(row) + "h22");
      if (!series.fitted()) {
        shapes(i, "dot", "M" + middle + SHAPES.get(i));
      }
      text(lines, at + SAMPLE, "start", row + 4);
      row += (lines.size() - 1) * LINE;
      at += width + 2 * GAP;
    }
    return row + LINE / 2.0;
  }

  private void line(int series, boolean fitted, String path) {
    parts.append(
        "<path class=\"s%s %s\" stroke-dasharray=\"%s\" d=\"%s\"/>"
            .formatted(series, fitted ? "fitted" : "thin", DASHES.get(series), path));
  }

  private void shapes(int series, String kind, String path) {
    parts.append("<path class=\"s%s %s\" d=\"%s\"/>".formatted(series, kind, path));
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    parts.append(
        "<path class=\"%s\" d=\"M%s %sL%s %s\"/>"
            .formatted(kind, number(x1), number(y1), number(x2), number(y2)));
  }

  private void text(List<String> lines, double at, String anchor, double baseline) {
    for (int i = 0; i < lines.size(); i++) {
      parts.append(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
              .formatted(number(at), number(baseline + i * LINE), anchor, Html.text(lines.get(i))));
    }
  }

  /** What is to be seen, for who does not see it. */
  private String spoken() {
    var said = new ArrayList<String>();
    said.add(plot.caption());
    said.add("%s by %s.".formatted(plot.y().label(), plot.x().label()));
    plot.series().forEach(series -> said.add(spoken(series)));
    return String.join(" ", said);
  }

  private static String spoken(Series series) {
    var name = series.name() + (series.fitted() ? ", a fitted curve" : "");
    if (series.points().isEmpty()) {
      return name + ": no figures.";
    }
    var first = series.points().getFirst();
    var last = series.points().getLast();
    return "%s: %s at %s, %s at %s."
        .formatted(
            name,
            Figures.rounded(first.y()),
            Figures.rounded(first.x()),
            Figures.rounded(last.y()),
            Figures.rounded(last.x()));
  }

  private static double half(BigDecimal tick) {
    return width(Figures.exact(tick)) / 2;
  }

  static double width(String text) {
    return Wrap.width(text, Svg::units);
  }

  /** The width of a character at 12 units, not less than DejaVu Sans gives it, a wide font. */
  private static double units(int c) {
    if (c > 0x7F) {
      return Math.max(8, 6.5 * Wrap.CELLS.applyAsDouble(c));
    }
    return switch (c) {
      case 'M', 'W', 'm', 'w', '@', '%', '+', '<', '>', '=', '~', '^', '#' -> 12;
      case ' ', '.', ',', ':', ';', 'i', 'j', 'l', '\'', '|', '!' -> 4.1;
      default -> Character.isUpperCase(c) ? 9.5 : 7.7;
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

package combot.report;

import java.util.List;

/**
 * A part of a {@link Document}. Texts are plain, a line feed begins a new line: a form escapes what
 * its language needs.
 */
public sealed interface Block {

  /** Begins a section. */
  record Heading(String text) implements Block {}

  record Paragraph(String text) implements Block {}

  record Bullets(List<String> items) implements Block {
    public Bullets {
      items = List.copyOf(items);
    }
  }

  /** The sentence that a reader in a hurry takes along; it comes before the first heading. */
  record Verdict(Tone tone, String text) implements Block {}

  /**
   * @param caption what the table shows
   * @param columns at least one; the first names the row
   * @param rows as long as {@code columns}, each
   */
  record Table(String caption, List<Column> columns, List<List<Cell>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("the table '%s' has no columns".formatted(caption));
      }
      for (var row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "a row has %d cells for %d columns: %s".formatted(row.size(), columns.size(), row));
        }
      }
    }
  }

  /**
   * @param numeric whether its cells line up at the right and are never wrapped
   * @param details whether a terminal shows its cells below their rows; such columns are the last
   */
  record Column(String title, boolean numeric, boolean details) {
    public Column(String title, boolean numeric) {
      this(title, numeric, false);
    }

    public static Column details(String title) {
      return new Column(title, false, true);
    }
  }

  record Cell(String text, Tone tone) {
    public static Cell of(String text) {
      return new Cell(text, Tone.PLAIN);
    }
  }

  /**
   * Lines over one axis. A terminal and Markdown show the caption alone.
   *
   * @param caption what is to be seen, in a sentence
   * @param x the axis to the right
   * @param y the axis upwards; from 0 where it is linear
   * @param series at most {@value #MOST_SERIES}, which is how many a reader can tell apart; values
   *     on a logarithmic axis are above 0
   */
  record Plot(String caption, Axis x, Axis y, List<Series> series) implements Block {
    public static final int MOST_SERIES = 6;

    public Plot {
      series = List.copyOf(series);
      if (series.size() > MOST_SERIES) {
        throw new IllegalArgumentException(
            "the plot '%s' has %d series, at most %d can be told apart"
                .formatted(caption, series.size(), MOST_SERIES));
      }
      for (var one : series) {
        for (var point : one.points()) {
          if (x.logarithmic() && point.x() <= 0 || y.logarithmic() && point.y() <= 0) {
            throw new IllegalArgumentException(
                "a logarithmic axis has no place for %s of '%s'".formatted(point, one.name()));
          }
        }
      }
    }
  }

  /**
   * @param label with the unit, such as {@code "participants"} or {@code "p95 in ms"}
   */
  record Axis(String label, boolean logarithmic) {}

  /**
   * @param points as measured (dots), or of a fitted curve (a line); x does not decrease
   */
  record Series(String name, boolean fitted, List<Point> points) {
    public Series {
      points = List.copyOf(points);
      for (int i = 1; i < points.size(); i++) {
        if (points.get(i).x() < points.get(i - 1).x()) {
          throw new IllegalArgumentException(
              "the points of '%s' are not in ascending order of x: %s after %s"
                  .formatted(name, points.get(i), points.get(i - 1)));
        }
      }
    }
  }

  /** Two finite numbers; beyond 1e300 there is no room left to reckon with a span. */
  record Point(double x, double y) {
    private static final double LARGEST = 1e300;

    public Point {
      if (!(Math.abs(x) <= LARGEST && Math.abs(y) <= LARGEST)) {
        throw new IllegalArgumentException(
            "a point must have finite numbers up to 1e300, was (%s, %s)".formatted(x, y));
      }
    }
  }
}

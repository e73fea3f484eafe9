package combot.report;

import java.util.List;

/** A part of a {@link Document}. Texts are plain: a form escapes what its language needs. */
public sealed interface Block {

  /** Begins a section. */
  record Heading(String text) implements Block {}

  record Paragraph(String text) implements Block {}

  record Bullets(List<String> items) implements Block {
    public Bullets {
      items = List.copyOf(items);
    }
  }

  /** The sentence that a reader in a hurry takes along. */
  record Verdict(Tone tone, String text) implements Block {}

  /**
   * @param caption what the table shows
   * @param rows as long as {@code columns}, each
   */
  record Table(String caption, List<Column> columns, List<List<Cell>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (var row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "a row has %d cells for %d columns: %s".formatted(row.size(), columns.size(), row));
        }
      }
    }
  }

  /**
   * @param numeric whether its cells line up at the right
   */
  record Column(String title, boolean numeric) {}

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
   * @param y the axis upwards, from 0
   */
  record Plot(String caption, Axis x, Axis y, List<Series> series) implements Block {
    public Plot {
      series = List.copyOf(series);
    }
  }

  /**
   * @param label with the unit, such as {@code "participants"} or {@code "ms"}
   */
  record Axis(String label, boolean logarithmic) {}

  /**
   * @param points as measured (dots), or of a fitted curve (a line); in ascending order of x
   */
  record Series(String name, boolean fitted, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  record Point(double x, double y) {}
}

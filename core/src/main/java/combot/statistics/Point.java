package combot.statistics;

/** That {@code y} was seen at {@code x}, each in a unit of the caller's; both finite. */
public record Point(double x, double y) {

  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("a point must be finite, was (" + x + ", " + y + ")");
    }
  }
}

package combot.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for readers: commas between thousands, powers of ten where there would be many zeros. */
final class Figures {
  private static final int DIGITS = 4;
  private static final int LARGEST_POWER = 6;
  private static final int SMALLEST_POWER = -4;

  private Figures() {}

  /** Four significant digits, or all before the decimal point if they are more. */
  static String rounded(double value) {
    var exact = new BigDecimal(value);
    int whole = exact.precision() - exact.scale();
    return exact(exact.round(new MathContext(Math.max(DIGITS, whole))));
  }

  static String exact(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    var brief = value.stripTrailingZeros();
    int power = brief.precision() - brief.scale() - 1;
    if (power < SMALLEST_POWER || power > LARGEST_POWER) {
      return brief.movePointLeft(power).toPlainString() + "e" + power;
    }
    return String.format(Locale.ROOT, "%,." + Math.max(0, brief.scale()) + "f", brief);
  }
}

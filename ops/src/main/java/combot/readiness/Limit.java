package combot.readiness;

import java.math.BigDecimal;

/**
 * From where on a figure is a warning or a failure.
 *
 * @param below whether small figures are the bad ones
 * @param warn NaN: never
 * @param fail NaN: never; not on the good side of {@code warn}
 * @param unit for people, such as {@code "MB"}
 */
record Limit(boolean below, double warn, double fail, String unit) {

  Limit {
    if (below ? fail > warn : fail < warn) {
      throw new IllegalArgumentException(
          "a value would fail (%s) before it is a warning (%s)"
              .formatted(number(fail), number(warn)));
    }
  }

  /** A figure that is none, such as NaN, passes nothing. */
  State judge(double figure) {
    if (Double.isNaN(figure)) {
      return State.NOT_MEASURED;
    }
    if (below ? figure < fail : figure > fail) {
      return State.FAIL;
    }
    return (below ? figure < warn : figure > warn) ? State.WARN : State.PASS;
  }

  @Override
  public String toString() {
    var side = below ? "below " : "above ";
    var text = new StringBuilder();
    if (!Double.isNaN(warn)) {
      text.append("warns ").append(side).append(shown(warn));
    }
    if (!Double.isNaN(fail)) {
      text.append(text.isEmpty() ? "" : ", ").append("fails ").append(side).append(shown(fail));
    }
    return text.toString();
  }

  private String shown(double value) {
    return (number(value) + " " + unit).strip();
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? "never"
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

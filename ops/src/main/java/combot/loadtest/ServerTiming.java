package combot.loadtest;

import java.util.regex.Pattern;

/** What a server says of its own time, in {@code Server-Timing}. */
public final class ServerTiming {
  private ServerTiming() {}

  private static final Pattern MODEL = Pattern.compile("\\bmodel;dur=(\\d{1,9}(?:\\.\\d{1,9})?)");

  /**
   * What a language model took of an answer, as {@code model;dur=1203.5} tells in ms.
   *
   * @param header or {@code null}
   * @return nanoseconds; 0 where it is not told
   */
  public static long modelNanos(String header) {
    var told = MODEL.matcher(header == null ? "" : header);
    return told.find() ? (long) (Double.parseDouble(told.group(1)) * 1e6) : 0;
  }
}

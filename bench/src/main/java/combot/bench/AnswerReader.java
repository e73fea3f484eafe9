package combot.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads one HTTP/1.1 answer after another from what came over a connection. Answers without {@code
 * Content-Length} are refused: a worker sends none.
 */
final class AnswerReader {

  private static final byte[] END = ascii("\r\n\r\n");
  private static final byte[] LENGTH = ascii("content-length:");
  private static final byte[] COOKIE = ascii("set-cookie:");
  private static final byte[] CONNECTION = ascii("connection:");
  private static final String SESSION = "sessionid=";

  private final Bytes received = new Bytes(4_096);
  private int bodyAt = -1;
  private int bodyLength;
  private int status;
  private Optional<String> session = Optional.empty();
  private boolean closes;

  /** Where to put what came. */
  Bytes received() {
    return received;
  }

  /**
   * The answer once all of it is here. It is valid until {@link #reset}.
   *
   * @throws IllegalStateException if it is not HTTP as a worker speaks it
   */
  Optional<Answer> poll() {
    if (bodyAt < 0 && !readHead()) {
      return Optional.empty();
    }
    int end = bodyAt + bodyLength;
    if (received.length() > end) {
      throw new IllegalStateException("more came than the answer holds");
    }
    if (received.length() < end) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer(status, session, closes, new Slice(received.array(), bodyAt, end)));
  }

  /** Makes ready for the next answer. */
  void reset() {
    received.clear();
    bodyAt = -1;
    session = Optional.empty();
    closes = false;
  }

  private boolean readHead() {
    var bytes = received.array();
    int end = find(bytes, received.length());
    if (end < 0) {
      return false;
    }
    if (end < 12 || bytes[0] != 'H') {
      throw new IllegalStateException("no HTTP answer");
    }
    status = (int) number(bytes, 9, 12);
    bodyLength = -1;
    int line = 0;
    while (line < end) {
      int next = line;
      while (bytes[next] != '\r') {
        next++;
      }
      header(bytes, line, next);
      line = next + 2;
    }
    if (bodyLength < 0) {
      throw new IllegalStateException("an answer " + status + " without Content-Length");
    }
    bodyAt = end + END.length;
    return true;
  }

  private void header(byte[] bytes, int from, int to) {
    if (startsWith(bytes, from, to, LENGTH)) {
      bodyLength = (int) number(bytes, from + LENGTH.length, to);
    } else if (startsWith(bytes, from, to, COOKIE)) {
      var value = new Slice(bytes, from + COOKIE.length, to).toString().strip();
      if (value.startsWith(SESSION)) {
        session = Optional.of(value.substring(SESSION.length()).split(";", 2)[0]);
      }
    } else if (startsWith(bytes, from, to, CONNECTION)) {
      closes =
          new Slice(bytes, from + CONNECTION.length, to)
              .toString()
              .strip()
              .equalsIgnoreCase("close");
    }
  }

  private static int find(byte[] bytes, int length) {
    for (int i = 0; i + END.length <= length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] lowerCase) {
    if (to - from < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      int c = bytes[from + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        number = 10 * number + bytes[i] - '0';
      } else if (bytes[i] != ' ') {
        throw new IllegalStateException("no number: " + new Slice(bytes, from, to));
      }
    }
    return number;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

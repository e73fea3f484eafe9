package combot.bench;

import java.nio.charset.StandardCharsets;

/**
 * Part of an answer, as it came. Valid as long as the answer is.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Slice(byte[] bytes, int from, int to) {

  static Slice of(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Slice(bytes, 0, bytes.length);
  }

  int length() {
    return to - from;
  }

  boolean is(byte[] expected) {
    if (length() != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[from + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  boolean holds(byte[] wanted) {
    for (int start = from; start + wanted.length <= to; start++) {
      int i = 0;
      while (i < wanted.length && bytes[start + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a JSON string that says something: with one letter or digit at least. */
  boolean saysSomething() {
    if (length() < 3 || bytes[from] != '"') {
      return false;
    }
    for (int i = from + 1; i < to - 1; i++) {
      int c = bytes[i];
      if (c == '\\') {
        i++;
      } else if (c < 0 || Character.isLetterOrDigit(c)) {
        return true;
      }
    }
    return false;
  }

  /** The text of a JSON string that holds no escapes; of anything else, its JSON. */
  String unquoted() {
    boolean quoted = length() >= 2 && bytes[from] == '"';
    int off = quoted ? 1 : 0;
    return new String(bytes, from + off, length() - 2 * off, StandardCharsets.UTF_8);
  }

  /** A number that two different texts hardly ever share. */
  long fingerprint() {
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  @Override
  public String toString() {
    return new String(bytes, from, length(), StandardCharsets.UTF_8);
  }
}

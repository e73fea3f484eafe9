package combot.bench;

import java.util.Optional;

/**
 * The fields of one JSON object, found without building anything of it: a generator that parses
 * each answer in full takes from the server the processor that it measures.
 */
final class Fields {

  private static final int MOST = 32;

  private final Slice json;
  private final int[] places = new int[4 * MOST];
  private int count;
  private int at;

  private Fields(Slice json) {
    this.json = json;
    this.at = json.from();
  }

  /** The fields of {@code json}; empty if it is no well-formed object, or has more than 32. */
  static Optional<Fields> of(Slice json) {
    var fields = new Fields(json);
    return fields.read() ? Optional.of(fields) : Optional.empty();
  }

  /** The value of a field as it stands, strings in their quotes; the name has no escapes. */
  Optional<Slice> get(byte[] name) {
    for (int i = 0; i < count; i++) {
      var key = new Slice(json.bytes(), places[4 * i], places[4 * i + 1]);
      if (key.is(name)) {
        return Optional.of(new Slice(json.bytes(), places[4 * i + 2], places[4 * i + 3]));
      }
    }
    return Optional.empty();
  }

  private boolean read() {
    if (!take('{')) {
      return false;
    }
    if (take('}')) {
      return atEnd();
    }
    do {
      blanks();
      int key = at;
      if (!string() || count == MOST) {
        return false;
      }
      places[4 * count] = key + 1;
      places[4 * count + 1] = at - 1;
      if (!take(':')) {
        return false;
      }
      blanks();
      places[4 * count + 2] = at;
      if (!value()) {
        return false;
      }
      places[4 * count + 3] = at;
      count++;
    } while (take(','));
    return take('}') && atEnd();
  }

  private boolean atEnd() {
    blanks();
    return at == json.to();
  }

  /** Steps over one value, nested ones as a whole. */
  private boolean value() {
    int depth = 0;
    int start = at;
    while (at < json.to()) {
      switch (json.bytes()[at]) {
        case '"' -> {
          if (!string()) {
            return false;
          }
          if (depth == 0) {
            return true;
          }
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth == 0) {
            return at > start;
          }
          if (--depth == 0) {
            at++;
            return true;
          }
        }
        case ',', ' ', '\n', '\r', '\t' -> {
          if (depth == 0) {
            return at > start;
          }
        }
        default -> {}
      }
      at++;
    }
    return false;
  }

  private boolean string() {
    if (at >= json.to() || json.bytes()[at] != '"') {
      return false;
    }
    for (at++; at < json.to(); at++) {
      if (json.bytes()[at] == '\\') {
        at++;
      } else if (json.bytes()[at] == '"') {
        at++;
        return true;
      }
    }
    return false;
  }

  private boolean take(char expected) {
    blanks();
    if (at < json.to() && json.bytes()[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void blanks() {
    while (at < json.to() && json.bytes()[at] <= ' ' && json.bytes()[at] >= 0) {
      at++;
    }
  }
}

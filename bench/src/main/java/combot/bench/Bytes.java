package combot.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes, to build requests in. For one thread. */
final class Bytes {

  private byte[] content;
  private int length;

  Bytes(int capacity) {
    content = new byte[capacity];
  }

  Bytes add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Bytes add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  Bytes add(Bytes other) {
    return add(other.content, 0, other.length);
  }

  Bytes add(byte[] bytes, int from, int to) {
    room(to - from);
    System.arraycopy(bytes, from, content, length, to - from);
    length += to - from;
    return this;
  }

  /** Takes all that {@code buffer} has left. */
  Bytes add(ByteBuffer buffer) {
    int count = buffer.remaining();
    room(count);
    buffer.get(content, length, count);
    length += count;
    return this;
  }

  private void room(int more) {
    if (length + more > content.length) {
      content = Arrays.copyOf(content, Math.max(2 * content.length, length + more));
    }
  }

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** The bytes so far; beyond {@link #length} they mean nothing. Valid until the next change. */
  byte[] array() {
    return content;
  }

  ByteBuffer asBuffer() {
    return ByteBuffer.wrap(content, 0, length);
  }

  @Override
  public String toString() {
    return new String(content, 0, length, StandardCharsets.UTF_8);
  }
}

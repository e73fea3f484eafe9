package combot.gateway;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where systemd hears of a service: a Unix socket for datagrams, which Java's channels do not know,
 * so the C library is called. For Linux, where systemd is. Safe for many threads.
 */
final class NotifySocket {

  private static final int UNIX = 1;
  private static final int DATAGRAM_CLOSED_ON_EXEC = 2 | 0x80000;
  private static final int NO_SIGNAL = 0x4000;
  private static final int FAMILY_BYTES = 2;
  private static final int PATH_BYTES = 108;

  private final byte[] path;
  private final MethodHandle socket = function("socket", "iiii");
  private final MethodHandle sendto = function("sendto", "liplipi");
  private final MethodHandle close = function("close", "ii");

  private NotifySocket(byte[] path) {
    this.path = path;
  }

  /**
   * The socket that {@code NOTIFY_SOCKET} names.
   *
   * @param address a path, or {@code @} and an abstract name; may be {@code null}
   * @return empty where there is none, or none of these kinds
   */
  static Optional<NotifySocket> at(String address) {
    if (address == null || !(address.startsWith("/") || address.startsWith("@"))) {
      return Optional.empty();
    }
    // An abstract name begins with a zero, a path ends with one.
    var path =
        (address.startsWith("@") ? "\0" + address.substring(1) : address + "\0")
            .getBytes(StandardCharsets.UTF_8);
    return path.length > PATH_BYTES ? Optional.empty() : Optional.of(new NotifySocket(path));
  }

  /**
   * Sends one message: assignments, a line each.
   *
   * @throws IOException if nobody takes it
   */
  void send(String message) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocateFrom(message);
      var address = arena.allocate(FAMILY_BYTES + path.length);
      address.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) UNIX);
      MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, path.length);
      int descriptor = (int) socket.invokeExact(UNIX, DATAGRAM_CLOSED_ON_EXEC, 0);
      long length = bytes.byteSize() - 1;
      long sent =
          (long)
              sendto.invokeExact(
                  descriptor, bytes, length, NO_SIGNAL, address, (int) address.byteSize());
      int closed = (int) close.invokeExact(descriptor);
      if (sent != length || closed != 0) {
        throw new IOException("systemd's socket took nothing");
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library can't be called", e);
    }
  }

  /**
   * @param types of the result, then of the arguments: {@code i} int, {@code l} long, {@code p} a
   *     pointer
   */
  @SuppressWarnings("restricted") // as all of Combot, it runs with --enable-native-access
  private static MethodHandle function(String name, String types) {
    var layouts =
        types
            .chars()
            .mapToObj(type ->
                switch (type) {
                  case 'i' -> ValueLayout.JAVA_INT;
                  case 'l' -> ValueLayout.JAVA_LONG;
                  default -> ValueLayout.ADDRESS;
                })
            .toArray(MemoryLayout[]::new);
    var arguments = Arrays.copyOfRange(layouts, 1, layouts.length);
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(layouts[0], arguments));
  }
}

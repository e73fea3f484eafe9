package combot.gateway;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** systemd's side of the socket: a real one of the kernel's, for datagrams. */
public final class Systemd implements AutoCloseable {

  private static final int UNIX = 1;
  private static final int DATAGRAM_CLOSED_ON_EXEC = 2 | 0x80000;
  private static final int BOTH_WAYS = 2;

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final int descriptor;
  private final Thread thread;

  /**
   * @param address as in {@code NOTIFY_SOCKET}
   */
  public Systemd(String address) {
    var name = address.replaceFirst("^@", "\0").getBytes(StandardCharsets.UTF_8);
    descriptor = call(function("socket", 'i', 'i', 'i', 'i'), UNIX, DATAGRAM_CLOSED_ON_EXEC, 0);
    try (var arena = Arena.ofConfined()) {
      var sockaddr = arena.allocate(2 + name.length);
      sockaddr.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) UNIX);
      MemorySegment.copy(name, 0, sockaddr, ValueLayout.JAVA_BYTE, 2, name.length);
      int bound = call(function("bind", 'i', 'i', 'p', 'i'), descriptor, sockaddr, 2 + name.length);
      if (bound != 0) {
        throw new IllegalStateException("can't listen at " + address);
      }
    }
    thread = Thread.ofPlatform().daemon().start(this::listen);
  }

  private void listen() {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(4_096);
      var receive = function("recv", 'l', 'i', 'p', 'l', 'i');
      while (true) {
        long length = (long) call(receive, descriptor, buffer, buffer.byteSize(), 0);
        if (length <= 0) {
          return;
        }
        messages.add(
            new String(
                buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
      }
    }
  }

  /** The next message, once it is there. */
  public String next() throws InterruptedException {
    return messages.take();
  }

  /** The next message that begins so, once it is there; others before it are forgotten. */
  public String next(String beginning) throws InterruptedException {
    var message = next();
    while (!message.startsWith(beginning)) {
      message = next();
    }
    return message;
  }

  @Override
  public void close() {
    call(function("shutdown", 'i', 'i', 'i'), descriptor, BOTH_WAYS);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    call(function("close", 'i', 'i'), descriptor);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T call(MethodHandle function, Object... arguments) {
    try {
      return (T) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, char result, char... arguments) {
    var layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] = layout(arguments[i]);
    }
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(layout(result), layouts));
  }

  private static MemoryLayout layout(char type) {
    return switch (type) {
      case 'i' -> ValueLayout.JAVA_INT;
      case 'l' -> ValueLayout.JAVA_LONG;
      default -> ValueLayout.ADDRESS;
    };
  }
}

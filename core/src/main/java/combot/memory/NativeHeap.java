package combot.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** The C library's heap, which keeps freed memory for itself: 30 MB after a model was loaded. */
public final class NativeHeap {
  private NativeHeap() {}

  /**
   * Gives free pages back to the system where the C library is glibc; elsewhere it does nothing.
   */
  @SuppressWarnings("restricted") // as ONNX Runtime itself, it needs --enable-native-access
  public static void trim() {
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("malloc_trim");
    if (symbol.isEmpty()) {
      return;
    }
    try {
      var trim =
          linker.downcallHandle(
              symbol.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
      int ignored = (int) trim.invokeExact(0L);
    } catch (Throwable e) {
      throw new IllegalStateException("malloc_trim cannot fail", e);
    }
  }
}

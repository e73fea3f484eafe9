package combot;

import java.lang.reflect.Proxy;

/** What the system tells a process. */
final class Signals {

  private Signals() {}

  /**
   * From now on, in place of what was done so far. By reflection: the compiler's warning of {@code
   * sun.misc.Signal} can't be switched off.
   *
   * @param name without its SIG
   */
  static void handle(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var calling =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM hears no signal " + name, e);
    }
  }
}

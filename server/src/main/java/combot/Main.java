package combot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The command line. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("worker")) {
      Quarkus.run(args);
    } else {
      System.out.println("hi");
    }
  }
}

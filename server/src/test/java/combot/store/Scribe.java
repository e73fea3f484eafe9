package combot.store;

import java.nio.file.Path;

/** A process of its own that begins conversations and tells each once it is acknowledged. */
final class Scribe {
  private Scribe() {}

  static final int CALLERS = 8;

  /** Arguments: the database's address, a name, how many conversations each caller begins. */
  public static void main(String[] args) {
    var study = Studies.shipped();
    int count = Integer.parseInt(args[2]);
    try (var store = Database.open(args[0])) {
      Database.keep(store, study);
      Together.run(
          CALLERS,
          i -> {
            for (int k = 0; k < count; k++) {
              var opening =
                  Database.consented(study, args[1] + "-" + i + "-" + k, args[1] + i + "-" + k);
              var before = Database.conversation(store, store.journal().begin(opening));
              store
                  .journal()
                  .append(Database.exchange(study, before, "t1", "it broke", Database.NOON));
              System.out.println(before.id());
            }
            return i;
          });
    }
  }

  static Process start(String address, String name, int count) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Scribe.class.getName(),
            address,
            name,
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

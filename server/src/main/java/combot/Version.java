package combot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code combot version}: which Combot this is, on which Java. */
@Command(name = "version", description = "Prints the version.")
final class Version implements IVersionProvider, Runnable {

  /** The version of this build. */
  static String current() {
    try (var in = Version.class.getResourceAsStream("version.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Combot " + current(),
      "Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }

  @Override
  public void run() {
    for (var line : getVersion()) {
      System.out.println(line);
    }
  }
}

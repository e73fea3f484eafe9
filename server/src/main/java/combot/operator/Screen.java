package combot.operator;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A terminal that shows one page after the other and hears keys at once. For one thread. */
final class Screen implements AutoCloseable {

  private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
  private static final String OWN_SCREEN = "\033[?25h\033[?1049l";
  private static final String TOP = "\033[H";
  private static final String END_OF_LINE = "\033[K\r\n";
  private static final String REST = "\033[K\033[J";
  private static final long GLANCE_MILLIS = 50;

  private final Thread restore = new Thread(Screen::restore, "restore the terminal");

  private Screen() {}

  static Screen open() {
    var screen = new Screen();
    // Ctrl-C too leaves the terminal as it was.
    Runtime.getRuntime().addShutdownHook(screen.restore);
    stty("-icanon", "-echo", "min", "0");
    System.out.print(OTHER_SCREEN);
    return screen;
  }

  /**
   * Shows as much as the terminal has room for, from above, and the last line in any case.
   *
   * @param lines at least one
   */
  void show(List<String> lines) {
    var size = stty("size").strip().split(" ");
    var shown =
        size.length == 2
            ? fitting(lines, Integer.parseInt(size[0]), Integer.parseInt(size[1]))
            : lines;
    System.out.print(TOP + String.join(END_OF_LINE, shown) + REST);
    System.out.flush();
  }

  /**
   * @param rows of the terminal; 0 where it does not tell
   */
  static List<String> fitting(List<String> lines, int rows, int columns) {
    if (rows == 0 || columns == 0) {
      return lines;
    }
    var shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), rows) - 1));
    shown.add(lines.getLast());
    return shown.stream()
        .map(line -> line.length() > columns ? line.substring(0, columns) : line)
        .toList();
  }

  /** Waits; returns early, with {@code true}, at the key q. */
  boolean isLeft(Duration time) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < time.toNanos()) {
      while (System.in.available() > 0) {
        int key = System.in.read();
        if (key == 'q' || key == 'Q') {
          return true;
        }
      }
      Thread.sleep(GLANCE_MILLIS);
    }
    return false;
  }

  private static void restore() {
    System.out.print(OWN_SCREEN);
    System.out.flush();
    stty("icanon", "echo");
  }

  /** Returns what it says. */
  private static String stty(String... settings) {
    var words = new ArrayList<>(List.of("stty"));
    words.addAll(List.of(settings));
    try {
      var process = new ProcessBuilder(words).redirectInput(new File("/dev/tty")).start();
      try (var out = process.inputReader()) {
        return out.readAllAsString();
      } finally {
        process.waitFor();
      }
    } catch (IOException e) {
      System.err.println("The terminal can't be set: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(restore);
    restore();
  }
}

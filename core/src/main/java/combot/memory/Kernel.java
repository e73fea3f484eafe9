package combot.memory;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Lines of Linux's files below {@code /proc}. */
final class Kernel {
  private static final Pattern LINE = Pattern.compile("(\\S+):\\s+(\\d+) kB");

  private Kernel() {}

  /** The value of a line such as {@code Pss: 256 kB}; empty where there is none. */
  static OptionalLong bytes(List<String> lines, String key) {
    return lines.stream()
        .map(LINE::matcher)
        .filter(line -> line.matches() && line.group(1).equals(key))
        .mapToLong(line -> Long.parseLong(line.group(2)) * 1024)
        .findFirst();
  }
}

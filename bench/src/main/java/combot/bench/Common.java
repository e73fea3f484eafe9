package combot.bench;

import picocli.CommandLine.Option;

/** Options that all kinds of bench have. */
final class Common {

  @Option(
      names = "--users",
      defaultValue = "15",
      description = "Participants at once (${DEFAULT-VALUE}).")
  int users;

  @Option(names = "--keep", description = "Leave what the servers wrote under target/.")
  boolean keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and end.")
  private boolean help;
}

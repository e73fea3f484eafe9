package combot;

import combot.store.Copy;
import combot.store.PostgresUrl;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot db copy}: moves an installation to PostgreSQL. */
@Command(
    name = "copy",
    description = {
      "Copies everything that is stored into an empty PostgreSQL database, and reads each row back.",
      "Stop the servers first: what they store meanwhile is not copied."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is copied", "1:nothing is copied", "2:wrong usage"})
final class DbCopyCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR|URL",
      description = "The data folder of an installation, or the address of a PostgreSQL database.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      defaultValue = "${env:COMBOT_DATABASE}",
      description =
          "An empty PostgreSQL database: postgresql://user:password@host:port/name. Default: $COMBOT_DATABASE.")
  private String to;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var target = server(to);
    var source = PostgresUrl.isMeant(from) ? server(from) : Place.existing(Path.of(from), "copy");
    var out = spec.commandLine().getOut();
    try (var read = source.open();
        var written = target.open()) {
      long rows = 0;
      for (var copied : Copy.all(read, written)) {
        out.printf("  %-18s %s%n", copied.table(), Words.count(copied.rows(), "row"));
        rows += copied.rows();
      }
      out.printf(
          "Copied %s from %s to %s and read them back: they are the same. %s is as it was.%n",
          Words.count(rows, "row"), source, target, source);
      out.flush();
    }
    return 0;
  }

  private Place server(String address) {
    try {
      return Place.server(address);
    } catch (Failures.Refusal e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}

package combot;

import combot.study.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with a command line, and where to read on: not the whole help. */
final class Usage implements IParameterExceptionHandler {

  /** Commands of the launcher, which never get here. */
  static final List<String> LAUNCHERS =
      List.of("build", "test", "format", "bench", "dev", "doctor", "clean", "install", "uninstall");

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine().getCommandSpec();
    var err = e.getCommandLine().getErr();
    err.println(message(e, command));
    err.println("See './" + command.qualifiedName() + " --help'.");
    return command.exitCodeOnInvalidInput();
  }

  private static String message(ParameterException e, CommandSpec command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return e.getMessage();
    }
    var word = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      var name = word.replaceFirst("=.*", "");
      return unknown("option", name, command.optionsMap().keySet());
    }
    return command.subcommands().isEmpty()
        ? "Unknown argument '" + word + "'."
        : unknown("command", word, commands(command));
  }

  private static String unknown(String kind, String name, Collection<String> known) {
    return "Unknown %s '%s'; %s".formatted(kind, name, Nearest.hint(name, known));
  }

  private static List<String> commands(CommandSpec command) {
    var names = new ArrayList<>(command.subcommands().keySet());
    if (command.parent() == null) {
      names.addAll(LAUNCHERS);
    }
    return names;
  }
}

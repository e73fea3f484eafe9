package combot;

import combot.classifier.ClassifierCommand;
import combot.classifier.ClassifyCommand;
import combot.loadtest.LoadTestCommand;
import combot.operator.CleanupCommand;
import combot.operator.DrainCommand;
import combot.operator.MonitorCommand;
import combot.operator.RecycleCommand;
import combot.operator.ReloadCommand;
import combot.operator.RestartCommand;
import combot.operator.StatusCommand;
import combot.operator.StopCommand;
import combot.readiness.CheckCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Commands that serve nothing start no server. Exit codes: 0 done, 1 failed, 2
 * wrong usage; those of {@code check} are others.
 */
@QuarkusMain
@Command(
    name = "combot",
    description = "Runs chatbot experiments with people.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading =
        "%nFor a server that is always on: sudo ./combot install, uninstall.%n%nFor those who work on Combot, from the project's folder:%n",
    footer = {
      "  build    Builds now; the other commands build when sources have changed.",
      "  test     Runs all tests.",
      "  format   Formats the sources.",
      "  bench    Measures speed and memory.",
      "  dev      Serves with live reload.",
      "  doctor   Tells what is missing on this machine, and how to get it.",
      "  clean    Removes what was built."
    },
    subcommands = {
      ServeCommand.class,
      StatusCommand.class,
      MonitorCommand.class,
      CheckCommand.class,
      RecycleCommand.class,
      ReloadCommand.class,
      RestartCommand.class,
      DrainCommand.class,
      CleanupCommand.class,
      StopCommand.class,
      LoadTestCommand.class,
      WorkerCommand.class,
      StudyCommand.class,
      ClassifyCommand.class,
      ClassifierCommand.class,
      ExportCommand.class,
      LlmCommand.class,
      DbCommand.class,
      Version.class,
      HelpCommand.class,
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  Main() {}

  public static void main(String[] args) {
    int code = commandLine().execute(args);
    System.out.flush();
    System.exit(code);
  }

  static CommandLine commandLine() {
    return Numbers.register(new CommandLine(new Main()))
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new Usage())
        .setAbbreviatedSubcommandsAllowed(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}

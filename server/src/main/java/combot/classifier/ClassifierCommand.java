package combot.classifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot classifier}: trains and measures the classifier. */
@Command(
    name = "classifier",
    description = "Trains and evaluates the classifier.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TrainCommand.class, EvaluateCommand.class})
public final class ClassifierCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: train or evaluate");
  }
}

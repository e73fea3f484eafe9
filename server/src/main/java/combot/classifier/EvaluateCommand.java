package combot.classifier;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code combot classifier evaluate}: how often the classifier agrees with people. */
@Command(
    name = "evaluate",
    description = "Measures the classifier on labelled texts.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:the file or the model cannot be read", "2:wrong usage"})
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "labelled texts: a line each, text, tab, class; UTF-8")
  private Path file;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Mixin private ModelOption choice;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Example> examples = Examples.read(file, ModelOption.CLASSES);
    try (Classifier classifier = choice.load()) {
      var report = Report.of(file.toString(), classifier, examples);
      var out = spec.commandLine().getOut();
      out.print(json ? report.json() + "\n" : report.table());
      out.flush();
    }
    return 0;
  }
}

package combot.classifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code combot classifier train}: makes the head anew from labelled texts. */
@Command(
    name = "train",
    description = "Trains the embedded classifier's head on labelled texts.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The same texts give the same file. Build Combot afterwards, for the file is part of it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:trained and written", "1:a file cannot be read or written", "2:wrong usage"})
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--training",
      paramLabel = "FILE",
      description =
          "a line each: text, tab, class; UTF-8 (default: training/complaints.tsv of the project)")
  private Path training;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the head (default: the project's own)")
  private Path out;

  @Option(names = "--json", description = "print the figures as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path home = Path.of(System.getProperty("combot.home", ""));
    Path from = training != null ? training : home.resolve("training/complaints.tsv");
    Path to =
        out != null ? out : home.resolve("server/src/main/resources" + EmbeddedClassifier.HEAD);
    var writer = spec.commandLine().getOut();
    var settings = Trainer.Settings.DEFAULT;
    List<Example> examples = Examples.read(from, settings.labels());
    Trainer.Trained trained;
    try (var model = SentenceModel.load(SentenceModel.BGE)) {
      trained =
          new Trainer(
                  settings,
                  model,
                  line -> {
                    if (!json) {
                      writer.println(line);
                      writer.flush();
                    }
                  })
              .train(examples);
    }
    write(to, HeadFile.write(trained.head()));
    writer.println(json ? json(to, trained) : text(to, trained));
    writer.flush();
    return 0;
  }

  private static String text(Path to, Trainer.Trained trained) {
    Evaluation heldOut = trained.heldOut();
    return """

    strength %s, temperature %.3f
    held out: accuracy %.3f, macro-F1 %.3f, ECE %.3f (before the temperature %.3f)

    %s
    written to %s\
    """
        .formatted(
            trained.strength(),
            trained.head().temperature(),
            heldOut.accuracy(),
            heldOut.macroF1(),
            heldOut.ece(),
            trained.uncalibrated().ece(),
            Report.classes(heldOut),
            to);
  }

  private static String json(Path to, Trainer.Trained trained) {
    var json = new LinkedHashMap<String, Object>();
    json.put("file", to.toString());
    json.put("strength", trained.strength());
    json.put("temperature", trained.head().temperature());
    json.put("texts", trained.heldOut().texts());
    json.put("accuracy", trained.heldOut().accuracy());
    json.put("macroF1", trained.heldOut().macroF1());
    json.put("ece", trained.heldOut().ece());
    json.put("eceBeforeTemperature", trained.uncalibrated().ece());
    json.put("classes", trained.heldOut().figures());
    json.put("labels", trained.heldOut().labels());
    json.put("confusion", trained.heldOut().confusion());
    return Report.json(json);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path part = folder.resolve(file.getFileName() + ".part");
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ClassifierException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}

package combot.classifier;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which model a command uses. */
final class ModelOption {
  static final List<String> CLASSES = Trainer.Settings.DEFAULT.labels();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "${env:COMBOT_CLASSIFIER_MODEL}",
      description =
          "a Hugging Face text-classification model in ONNX, instead of the embedded one"
              + " (default: COMBOT_CLASSIFIER_MODEL, if that is set)")
  private Path model;

  Classifier load() {
    return model == null ? Classifiers.embedded() : Classifiers.huggingFace(model, CLASSES);
  }
}

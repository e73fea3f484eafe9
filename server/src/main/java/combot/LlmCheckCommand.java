package combot;

import combot.reply.Endpoints;
import combot.reply.Trial;
import combot.study.LanguageModel;
import combot.study.LanguageModel.Prices;
import combot.study.LanguageModel.Provider;
import combot.study.StudyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot llm check}: one real question to a model. */
@Command(
    name = "check",
    description =
        "Asks a language model one real question: tells what it says, how fast, and at what cost.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:each model answered", "1:one did not", "2:wrong usage or variables"})
final class LlmCheckCommand implements Callable<Integer> {

  private static final double TEMPERATURE = 0.7;
  private static final int MAX_TOKENS = 200;
  private static final int LONGEST_WAIT = 600;

  @Option(
      names = "--study",
      paramLabel = "FILE",
      description = "study file, each of whose models is asked")
  private Path study;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "the model, as its provider calls it")
  private String model;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "openai, also for all that speak its protocol, or anthropic (default: openai)")
  private String provider;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long an answer is waited for (${DEFAULT-VALUE})")
  private int within;

  @Spec private CommandSpec spec;

  /** Where endpoints and keys are told. */
  Map<String, String> environment = System.getenv();

  @Override
  public Integer call() throws InterruptedException {
    if (within < 1 || within > LONGEST_WAIT) {
      throw wrong("--within must be from 1 to %d, was %d".formatted(LONGEST_WAIT, within));
    }
    var models = models();
    var endpoints = LlmSettings.of(environment);
    var out = spec.commandLine().getOut();
    endpoints.warnings().forEach(warning -> out.println("Warning: " + warning));
    boolean fine = true;
    for (var one : models) {
      fine &= isFine(out, endpoints, one);
    }
    out.flush();
    return fine ? 0 : 1;
  }

  private List<LanguageModel> models() {
    if (study == null) {
      if (model == null || model.isBlank()) {
        throw wrong("give a model with --model, or a study that names one with --study");
      }
      return List.of(
          new LanguageModel(
              provider(), model, TEMPERATURE, MAX_TOKENS, OptionalLong.empty(), Prices.NONE));
    }
    if (model != null || provider != null) {
      throw wrong("--study and --model exclude each other, as the study names its models");
    }
    var named =
        StudyFile.read(study).generation().stream().flatMap(it -> it.models().stream()).toList();
    if (named.isEmpty()) {
      throw wrong("the study %s names no model: all its replies are scripted".formatted(study));
    }
    return named;
  }

  private Provider provider() {
    for (var known : Provider.values()) {
      if (provider == null || known.id().equals(provider)) {
        return known;
      }
    }
    throw wrong("--provider must be openai or anthropic, was " + provider);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private boolean isFine(PrintWriter out, Endpoints endpoints, LanguageModel asked)
      throws InterruptedException {
    out.println("%s, model %s".formatted(asked.provider().id(), asked.name()));
    var trial = Trial.of(endpoints, asked, Duration.ofSeconds(within));
    if (trial.words() != null) {
      tell(out, "endpoint", trial.endpoint());
      tell(out, "answered", trial.words().isBlank() ? "(nothing)" : trial.words().strip());
      tell(out, "model", trial.answered() == null ? "(does not say)" : trial.answered());
      tell(out, "took", "%.2f s".formatted(trial.took().toMillis() / 1e3));
      tell(out, "tokens", trial.inputTokens() + " in, " + trial.outputTokens() + " out");
      tell(out, "cost", cost(asked, trial));
      tell(out, "request id", trial.requestId() == null ? "(none)" : trial.requestId());
    }
    trial.remarks().forEach(remark -> out.println("  " + remark));
    trial.problems().forEach(problem -> out.println("  " + problem));
    return trial.problems().isEmpty();
  }

  private static String cost(LanguageModel asked, Trial trial) {
    return asked.prices().equals(Prices.NONE)
        ? "(no prices are known: give them in a study)"
        : "%.6f".formatted(trial.cost());
  }

  private static void tell(PrintWriter out, String what, String value) {
    out.println("  %-10s  %s".formatted(what, value));
  }
}

package combot;

import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.Preview;
import combot.conversation.Provenance;
import combot.conversation.Wish;
import combot.study.Condition;
import combot.study.Factor;
import combot.study.Study;
import combot.study.StudyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code combot study preview}: whole conversations with a scripted participant. */
@Command(
    name = "preview",
    description = "Prints a whole conversation with a scripted participant.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "1:the study has errors", "2:wrong usage"})
final class StudyPreviewCommand implements Runnable {
  private static final int WIDTH = 100;
  private static final String INDENT = "  ";

  @Parameters(paramLabel = "FILE", description = "study file")
  private Path file;

  @Option(
      names = "--condition",
      split = ",",
      paramLabel = "FACTOR=LEVEL",
      description = "the condition, for instance brand=Basic,think=High,feel=Low")
  private Map<String, String> levels = new LinkedHashMap<>();

  @Option(names = "--all", description = "every condition, one after the other")
  private boolean all;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "what the participant complains of (default: the study's first class)")
  private String complaintClass;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "the conversation's seed (default: 1)")
  private long seed;

  @Option(
      names = "--llm",
      description =
          "have the study's language models write the replies that it wants of them; costs what they cost")
  private boolean llm;

  @Option(names = "--json", description = "print JSON: an array with one object for each condition")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Where endpoints and keys are told. */
  Map<String, String> environment = System.getenv();

  /**
   * One conversation.
   *
   * @param bot the name that people see
   * @param link template of the link at the end, or {@code null}
   */
  private record Played(
      Map<String, String> condition,
      String complaintClass,
      long seed,
      String bot,
      List<Preview.Line> lines,
      String link) {}

  @Override
  public void run() {
    var study = StudyFile.read(file);
    if (complaintClass != null && !study.classes().containsKey(complaintClass)) {
      throw wrong(
          "class '%s' is unknown; %s"
              .formatted(
                  complaintClass,
                  study.classes().isEmpty()
                      ? "the study has no classes"
                      : "there are " + String.join(", ", study.classes().keySet())));
    }
    var conditions = conditions(study);
    if (!llm) {
      tell(study, play(study, conditions, Wish::scripted));
      return;
    }
    var generation =
        study
            .generation()
            .orElseThrow(() ->
                wrong("the study names no model: all its replies are scripted; leave out --llm"));
    try (var model = new PreviewedModel(study, generation, LlmSettings.of(environment))) {
      tell(study, play(study, conditions, model::speak));
      // Beside the JSON, which somebody else may read.
      spec.commandLine().getErr().println(model.summary());
    }
  }

  private List<Played> play(
      Study study, List<Condition> conditions, Function<Wish, BotTurn> speaker) {
    return conditions.stream().map(condition -> play(study, condition, speaker)).toList();
  }

  private void tell(Study study, List<Played> played) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(played));
    } else {
      played.forEach(one -> print(out, study, one));
    }
    out.flush();
  }

  private Played play(Study study, Condition condition, Function<Wish, BotTurn> speaker) {
    var first = study.classes().keySet().stream().findFirst().orElse(null);
    return new Played(
        condition.levels(),
        complaintClass == null ? first : complaintClass,
        seed,
        study.appearance().pick(condition, null).value().name(),
        Preview.play(study, condition, complaintClass, seed, speaker),
        Engine.finish(study).link());
  }

  private List<Condition> conditions(Study study) {
    if (all && !levels.isEmpty()) {
      throw wrong("--all and --condition exclude each other");
    }
    if (all) {
      return study.conditions();
    }
    levels.forEach((factor, level) -> judge(study.factors(), factor, level));
    for (var factor : study.factors()) {
      if (!levels.containsKey(factor.name())) {
        throw wrong(
            "factor '%s' is missing in --condition; its levels are %s (--all plays every condition)"
                .formatted(factor.name(), String.join(", ", factor.levels())));
      }
    }
    var chosen = study.conditions().stream().filter(c -> c.agreesWith(levels)).toList();
    if (chosen.isEmpty()) {
      throw wrong("the study excludes " + Words.levels(levels));
    }
    return chosen;
  }

  private void judge(List<Factor> factors, String name, String level) {
    var factor = factors.stream().filter(f -> f.name().equals(name)).findFirst();
    if (factor.isEmpty()) {
      var names = factors.stream().map(Factor::name).toList();
      throw wrong(
          "factor '%s' is unknown; %s"
              .formatted(
                  name,
                  names.isEmpty()
                      ? "the study has no factors"
                      : "there are " + String.join(", ", names)));
    }
    if (!factor.get().levels().contains(level)) {
      throw wrong(
          "level '%s' of factor '%s' is unknown; there are %s"
              .formatted(level, name, String.join(", ", factor.get().levels())));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(PrintWriter out, Study study, Played played) {
    out.println(
        study.id()
            + (played.condition().isEmpty() ? "" : ": " + Words.levels(played.condition()))
            + (played.complaintClass() == null ? "" : ", class " + played.complaintClass())
            + ", seed "
            + seed);
    for (var line : played.lines()) {
      boolean bot = line.speaker() == Preview.Speaker.BOT;
      out.println();
      out.println(bot ? played.bot() + " " + dimmed("[" + place(line) + "]") : "Participant");
      Words.wrap(line.text(), WIDTH - INDENT.length()).forEach(l -> out.println(INDENT + l));
    }
    if (played.link() != null) {
      out.println();
      out.println(INDENT + played.link());
    }
    out.println();
  }

  private static String place(Preview.Line line) {
    var scripted =
        line.writtenBy().equals(Provenance.Source.SCRIPTED.name().toLowerCase(Locale.ROOT));
    return scripted ? line.source() : line.source() + ", " + line.writtenBy();
  }

  private String dimmed(String text) {
    return spec.commandLine().getColorScheme().ansi().string("@|faint " + text + "|@");
  }
}

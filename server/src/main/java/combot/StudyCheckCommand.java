package combot;

import combot.conversation.Engine;
import combot.study.Condition;
import combot.study.InvalidStudyException;
import combot.study.LanguageModel;
import combot.study.Problem;
import combot.study.Study;
import combot.study.StudyFile;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code combot study check}: all that is wrong with study files, or what they hold. */
@Command(
    name = "check",
    description = "Tells all that is wrong with study files, or what they hold.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every file is good", "1:a file has errors", "2:wrong usage"})
final class StudyCheckCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "study files")
  private List<Path> files;

  @Option(names = "--strict", description = "take warnings for errors")
  private boolean strict;

  @Option(names = "--json", description = "print JSON: an array with one object for each file")
  private boolean json;

  @Spec private CommandSpec spec;

  private record Cell(Map<String, String> levels, int weight, String code) {
    static Cell of(Study study, Condition condition) {
      return new Cell(
          condition.levels(), study.assignment().weightOf(condition), study.codeOf(condition));
    }
  }

  private record Summary(
      String id,
      String version,
      List<Cell> conditions,
      int texts,
      int pools,
      int prompts,
      List<String> models,
      int messages) {
    static Summary of(Study study) {
      return new Summary(
          study.id(),
          study.version(),
          study.conditions().stream().map(c -> Cell.of(study, c)).toList(),
          study.texts().size(),
          study.pools().size(),
          study.prompts().size(),
          models(study),
          Engine.waiting(study));
    }

    private static List<String> models(Study study) {
      return study.generation().stream()
          .flatMap(it -> it.models().stream())
          .map(LanguageModel::name)
          .distinct()
          .toList();
    }
  }

  /**
   * What was found in one file.
   *
   * @param unreadable why it could not be read, or {@code null}
   * @param study {@code null} where there are errors
   */
  private record Found(
      String file,
      boolean ok,
      String unreadable,
      List<Problem> errors,
      List<Problem> warnings,
      Summary study) {}

  @Override
  public Integer call() {
    var found = new ArrayList<Found>();
    files.forEach(file -> found.add(check(file)));
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(found));
    } else {
      found.forEach(f -> print(out, f));
    }
    out.flush();
    return found.stream().allMatch(Found::ok) ? 0 : 1;
  }

  private Found check(Path file) {
    var name = file.toString();
    try {
      var checked = StudyFile.check(file);
      boolean ok = !strict || checked.warnings().isEmpty();
      return new Found(name, ok, null, List.of(), checked.warnings(), Summary.of(checked.study()));
    } catch (InvalidStudyException e) {
      return new Found(name, false, null, e.problems(), List.of(), null);
    } catch (UncheckedIOException e) {
      return new Found(name, false, e.getMessage(), List.of(), List.of(), null);
    }
  }

  private void print(PrintWriter out, Found found) {
    if (found.unreadable() != null) {
      out.println(found.unreadable());
      return;
    }
    found.errors().forEach(problem -> out.println(problem.in(found.file())));
    for (var p : found.warnings()) {
      var warning = new Problem(p.line(), p.column(), "warning: " + p.message(), p.hint());
      out.println(warning.in(found.file()));
    }
    if (found.study() != null) {
      found.study().conditions().forEach(cell -> out.println(row(cell)));
    }
    out.println(found.file() + ": " + verdict(found));
  }

  private static String row(Cell cell) {
    var condition = cell.levels().isEmpty() ? "(no factors)" : Words.levels(cell.levels());
    return "  %s  weight %-3d %s".formatted(cell.code(), cell.weight(), condition);
  }

  private String verdict(Found found) {
    var warnings =
        found.warnings().isEmpty() ? "" : ", " + Words.count(found.warnings().size(), "warning");
    if (found.study() == null) {
      return "FAILED, " + Words.count(found.errors().size(), "error");
    }
    var study = found.study();
    return (found.ok() ? "OK, " : "FAILED (strict), ")
        + Words.count(study.conditions().size(), "condition")
        + ", "
        + Words.count(study.texts(), "text")
        + ", "
        + Words.count(study.pools(), "pool")
        + prompts(study)
        + ", "
        + Words.count(study.messages(), "message")
        + warnings;
  }

  private static String prompts(Summary study) {
    return study.prompts() == 0
        ? ""
        : ", "
            + Words.count(study.prompts(), "prompt")
            + (study.models().isEmpty()
                ? " (no model)"
                : " for " + String.join(", ", study.models()));
  }
}

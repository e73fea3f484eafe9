package combot.readiness;

import combot.study.InvalidStudyException;
import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of the studies that are served: whether they are valid, and can fill their cells. */
final class StudyProbe implements Probe {

  @Override
  public List<Line> look(Context context) {
    var files = context.running().configuration().getJsonArray("studies");
    var good =
        context.require(
            "audit.studies",
            "Study files valid, without a warning",
            "each file that is served is read as ./combot study check does",
            "See each with its line: ./combot study check " + shown(files));
    var quotas =
        context.require(
            "audit.quotas",
            "Quotas that can be reached",
            "assignment of each study against what is stored",
            "Raise the quota, or give the cell a weight, in the study's file; then ./combot reload");
    if (files == null) {
      var why = "the running Combot does not tell: start one of this version";
      return List.of(good.unknown(why), quotas.unknown(why));
    }
    var errors = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var studies = new ArrayList<Study>();
    for (var file : files) {
      read(Path.of((String) file), errors, warnings, studies);
    }
    return List.of(
        judged(good, errors, warnings, studies.size()), quotas(context, quotas, studies));
  }

  private static String shown(JsonArray files) {
    return files == null ? "FILE" : String.join(" ", files.stream().map(String::valueOf).toList());
  }

  private static void read(
      Path file, List<String> errors, List<String> warnings, List<Study> studies) {
    var name = file.getFileName();
    try {
      var checked = StudyFile.check(file);
      studies.add(checked.study());
      if (!checked.warnings().isEmpty()) {
        warnings.add(name + " has " + count(checked.warnings().size(), "warning"));
      }
    } catch (InvalidStudyException e) {
      errors.add(name + " has " + count(e.problems().size(), "error"));
    } catch (UncheckedIOException e) {
      errors.add(e.getMessage());
    }
  }

  private static String count(int many, String what) {
    return many + " " + what + (many == 1 ? "" : "s");
  }

  private static Line judged(
      Question question, List<String> errors, List<String> warnings, int studies) {
    var threshold = "no error, no warning";
    if (!errors.isEmpty()) {
      errors.addAll(warnings);
      return question.is(State.FAIL, String.join(", ", errors), threshold);
    }
    return question.holds(
        warnings.isEmpty(),
        State.WARN,
        warnings.isEmpty() ? "%d of %d".formatted(studies, studies) : String.join(", ", warnings),
        threshold);
  }

  private static Line quotas(Context context, Question question, List<Study> studies) {
    var faults = new ArrayList<String>();
    boolean full = false;
    boolean unknown = false;
    var told = new ArrayList<String>();
    for (var study : studies) {
      var quota = study.assignment().quota();
      if (quota.isEmpty()) {
        continue;
      }
      var record = context.running().stored(study.id());
      unknown |= record.isEmpty();
      long places = 0;
      for (var condition : study.conditions()) {
        long taken = record.map(stored -> RecordProbe.count(stored, condition.levels())).orElse(0L);
        if (study.assignment().weightOf(condition) == 0) {
          faults.add("%s: nobody is assigned to %s".formatted(study.id(), condition));
        } else {
          places += Math.max(0, quota.getAsInt() - taken);
        }
      }
      full |= places == 0;
      told.add("%s: %d places left".formatted(study.id(), places));
    }
    faults.addAll(told);
    if (told.isEmpty()) {
      return question.is(State.PASS, "no study has a quota", "each cell can be filled");
    }
    if (unknown) {
      return question.unknown("the running Combot does not tell what is stored");
    }
    return question.holds(
        faults.size() == told.size() && !full,
        full ? State.FAIL : State.WARN,
        String.join(", ", faults),
        "each cell can be filled, and places are left");
  }
}

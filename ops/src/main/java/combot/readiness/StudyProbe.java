package combot.readiness;

import combot.study.InvalidStudyException;
import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of the studies that are served: whether they are valid, and can fill their cells. */
final class StudyProbe implements Probe {

  @Override
  public List<Line> look(Context context) {
    var files = context.running().configuration().getJsonArray("studies");
    var good =
        context.require(
            "audit.studies",
            "Study files valid, without a warning",
            "each study is read as workers serve it, and its file as it is now, as ./combot study check does",
            "See each with its line: ./combot study check %s; then ./combot reload"
                .formatted(shown(files)));
    var quotas =
        context.require(
            "audit.quotas",
            "Quotas that can be reached",
            "assignment of each study against what is stored",
            "Raise the quota, or give the cell a weight, in the study's file; then ./combot reload");
    var served = ServedStudy.all(context);
    if (served.isEmpty()) {
      var why = context.running().stored().getString("why", "the running Combot does not tell");
      return List.of(good.unknown(why), quotas.unknown(why));
    }
    var errors = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var studies = new ArrayList<Study>();
    for (var study : served) {
      read(study.file(), "", errors, warnings).ifPresent(studies::add);
      compare(study, errors, warnings);
    }
    return List.of(
        judged(good, errors, warnings, studies.size()),
        studies.size() < served.size()
            ? quotas.unknown("a study can't be read")
            : quotas(context, quotas, studies));
  }

  /** With the file, which a reload and the next start will take. */
  private static void compare(ServedStudy study, List<String> errors, List<String> warnings) {
    if (study.isAsServed()) {
      return;
    }
    var changed = new ArrayList<String>();
    read(study.original(), ", changed since it was taken,", errors, changed);
    warnings.add(
        changed.isEmpty()
            ? study.original().getFileName() + " was changed since it was taken: ./combot reload"
            : changed.getFirst());
  }

  private static String shown(JsonArray files) {
    return files == null ? "FILE" : String.join(" ", files.stream().map(String::valueOf).toList());
  }

  private static Optional<Study> read(
      Path file, String state, List<String> errors, List<String> warnings) {
    var name = file.getFileName() + state;
    try {
      var checked = StudyFile.check(file);
      if (!checked.warnings().isEmpty()) {
        warnings.add(name + " has " + count(checked.warnings().size(), "warning"));
      }
      return Optional.of(checked.study());
    } catch (InvalidStudyException e) {
      errors.add(name + " has " + count(e.problems().size(), "error"));
    } catch (UncheckedIOException e) {
      errors.add(e.getMessage());
    }
    return Optional.empty();
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
    var told = new ArrayList<String>();
    for (var study : studies) {
      var quota = study.assignment().quota();
      if (quota.isEmpty()) {
        continue;
      }
      var record = context.running().stored(study.id());
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
    return question.holds(
        faults.size() == told.size() && !full,
        full ? State.FAIL : State.WARN,
        String.join(", ", faults),
        "each cell can be filled, and places are left");
  }
}

package combot.readiness;

import combot.loadtest.Failure;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Reconciled;
import combot.statistics.Proportion;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What virtual participants lost: two lines. */
record Losses(Question failed, Question lost) {

  private static final String REMEDY =
      "Keep the data folder and the log as they are, and tell us what was lost and when.";

  /**
   * @param id before {@code .failed} and {@code .lost}
   * @param when it was, such as "while workers are replaced"
   */
  static Losses asked(Context context, String id, String when, boolean required) {
    return new Losses(
        new Question(
            context,
            id + ".failed",
            "Requests that failed " + when,
            "a load test through the gateway; every answer is judged, and each attempt counts",
            "See the log: why did the gateway not send them to another worker? " + REMEDY,
            required),
        new Question(
            context,
            id + ".lost",
            "Turns lost, doubled or changed " + when,
            "the same load test: what was sent is compared with what is stored",
            REMEDY,
            required));
  }

  List<Line> unknown(String why) {
    return List.of(failed.unknown(why), lost.unknown(why));
  }

  List<Line> of(Outcome load) {
    var stages = load.stages();
    long sent =
        stages.stream().flatMap(it -> it.success().stream()).mapToLong(Proportion::trials).sum();
    long good =
        stages.stream().flatMap(it -> it.success().stream()).mapToLong(Proportion::successes).sum();
    long turns = stages.stream().mapToLong(stage -> stage.reconciled().turns()).sum();
    if (sent == 0 || turns == 0) {
      return unknown("the load test sent nothing, or nothing that was stored");
    }
    return List.of(
        failed.measured(
            sent - good,
            String.format(Locale.ROOT, "%,d of %,d%s", sent - good, sent, reasons(load))),
        gone(stages.stream().map(StageOutcome::reconciled).toList(), turns));
  }

  private Line gone(List<Reconciled> stored, long turns) {
    var notCompared = stored.stream().flatMap(it -> it.notCompared().stream()).findFirst();
    if (notCompared.isPresent()) {
      return lost.unknown("not all could be compared: " + notCompared.get());
    }
    long gone =
        stored.stream().mapToLong(it -> it.lost() + it.doubled() + it.foreign() + it.wrong()).sum();
    return lost.measured(gone, String.format(Locale.ROOT, "%,d of %,d", gone, turns));
  }

  /** The first ways in which requests failed, in brackets; empty where none did. */
  static String reasons(Outcome load) {
    var reasons =
        load.stages().stream()
            .flatMap(stage -> stage.failures().stream())
            .limit(3)
            .map(Failure::what)
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
  }
}

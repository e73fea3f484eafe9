package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Requirement.Held;
import combot.report.Block;
import combot.report.Tone;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a report says first: the worst that was found, else that all was well. */
final class LoadVerdict {

  private static final int NAMED = 5;

  private final Outcome outcome;
  private final List<Held> held;

  private LoadVerdict(Outcome outcome, List<Held> held) {
    this.outcome = outcome;
    this.held = held;
  }

  static Block.Verdict of(Outcome outcome, List<Held> held) {
    var verdict = new LoadVerdict(outcome, held);
    return Stream.of(
            verdict.wrong(),
            verdict.notCompared(),
            verdict.unanswered(),
            verdict.unreached(),
            verdict.unseen(),
            verdict.failed(),
            verdict.cutShort())
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(
            new Block.Verdict(
                Tone.GOOD, "Every answer was right, and every turn is stored exactly once."));
  }

  private Optional<Block.Verdict> wrong() {
    return where(stage ->
            stage.wrong() > 0
                || !stage.reconciled().isRight() && stage.reconciled().notCompared().isEmpty())
        .map(where -> bad("Answers were wrong, or what is stored is not what was sent: " + where));
  }

  private Optional<Block.Verdict> notCompared() {
    return where(stage -> stage.reconciled().notCompared().isPresent())
        .map(where -> bad("What is stored could not be compared with what was sent: " + where));
  }

  private Optional<Block.Verdict> unanswered() {
    return where(stage -> stage.unanswered() > 0)
        .map(where ->
            bad(
                "Requests that never succeeded, however often they were repeated: %,d, in %s"
                    .formatted(all().mapToLong(StageOutcome::unanswered).sum(), where)));
  }

  private Optional<Block.Verdict> unreached() {
    var broken =
        held.stream()
            .filter(one -> !one.holds())
            .limit(NAMED)
            .map(
                one -> "%s in %s (%s)".formatted(one.requirement().text(), one.stage(), one.seen()))
            .collect(Collectors.joining(", "));
    return broken.isEmpty() ? Optional.empty() : Optional.of(bad("Not reached: " + broken + "."));
  }

  private Optional<Block.Verdict> unseen() {
    if (outcome.stages().isEmpty()) {
      return Optional.of(bad("Nothing was measured: it ended before its first stage."));
    }
    return outcome.unseen().isEmpty()
        ? Optional.empty()
        : Optional.of(
            bad(
                (outcome.cutShort().isPresent()
                        ? "It ended before anybody came to the end of a conversation, of which nothing is known: "
                        : "Nobody came to the end of a conversation, so nothing is known of it: ")
                    + named(outcome.unseen().stream())));
  }

  private Optional<Block.Verdict> failed() {
    long failed = outcome.success().map(all -> all.trials() - all.successes()).orElse(0L);
    return failed == 0
        ? Optional.empty()
        : Optional.of(
            warning(
                Figure.format(
                    "%,d requests failed, but nobody was left without an answer; every answer was right, and what was acknowledged is stored once.",
                    failed)));
  }

  private Optional<Block.Verdict> cutShort() {
    return outcome
        .cutShort()
        .map(_ ->
            warning(
                "It ended before it was done. Until then every answer was right, and every turn is stored exactly once."));
  }

  private Stream<StageOutcome> all() {
    return Stream.concat(outcome.warmUp().stream(), outcome.stages().stream());
  }

  private Optional<String> where(Predicate<StageOutcome> which) {
    var names = named(all().filter(which));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  /** The first of them. */
  private static String named(Stream<StageOutcome> stages) {
    var names = stages.map(StageOutcome::name).toList();
    var shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMED)));
    int more = names.size() - NAMED;
    return names.isEmpty() ? "" : shown + (more > 0 ? " and " + more + " more." : ".");
  }

  private static Block.Verdict bad(String text) {
    return new Block.Verdict(Tone.BAD, text);
  }

  private static Block.Verdict warning(String text) {
    return new Block.Verdict(Tone.WARNING, text);
  }
}

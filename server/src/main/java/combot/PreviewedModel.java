package combot;

import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.conversation.Provenance.Source;
import combot.conversation.Wish;
import combot.reply.Endpoints;
import combot.reply.Ledger;
import combot.reply.LlmSpeaker;
import combot.reply.Occasion;
import combot.study.Generation;
import combot.study.Study;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Has the models of a study write the replies of a preview, and sums up what came of it. Caps do
 * not hold: nothing of it is stored. For one thread.
 */
final class PreviewedModel implements AutoCloseable {

  private final Study study;
  private final Generation generation;
  private final LlmSpeaker speaker;
  private final Map<Source, Integer> counts = new EnumMap<>(Source.class);
  private final TreeSet<String> reasons = new TreeSet<>();
  private double cost;
  private long tokens;

  PreviewedModel(Study study, Generation generation, Endpoints endpoints) {
    this.study = study;
    this.generation = generation.uncapped();
    speaker = new LlmSpeaker(endpoints, Ledger.NOTHING, InstantSource.system());
  }

  BotTurn speak(Wish wish) {
    long deadline = System.nanoTime() + generation.deadline().toNanos();
    var turn =
        speaker.speak(
            wish, new Occasion(study.id(), "preview", generation, deadline, Optional.empty()));
    count(turn.provenance());
    return turn;
  }

  private void count(Provenance provenance) {
    counts.merge(provenance.source(), 1, Integer::sum);
    cost += provenance.cost();
    tokens += provenance.inputTokens() + provenance.outputTokens();
    reasons.addAll(provenance.errors());
    reasons.addAll(provenance.findings());
  }

  /** Who wrote how many replies, why not the model, and at what cost. */
  String summary() {
    if (counts.isEmpty()) {
      return "No reply here is wanted of a model.";
    }
    var parts =
        counts.entrySet().stream()
            .map(it -> it.getKey().name().toLowerCase(Locale.ROOT) + " " + it.getValue())
            .toList();
    return "Replies wanted of a model: %s%s; %d tokens, cost %.6f"
        .formatted(
            String.join(", ", parts),
            reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")",
            tokens,
            cost);
  }

  @Override
  public void close() {
    speaker.close();
  }
}

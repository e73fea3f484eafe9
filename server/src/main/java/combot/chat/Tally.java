package combot.chat;

import combot.store.Conversation;
import combot.store.Exchange;
import combot.store.LoadTests;
import combot.study.Step;
import combot.study.Study;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/**
 * Counts what is stored: conversations, turns, and how far participants get. Nothing here tells
 * conditions apart: who looks at a monitor while a study runs must not learn what was assigned.
 * Safe for many threads.
 */
final class Tally {

  private final Counter begun =
      Counter.builder()
          .name("combot_conversations_begun_total")
          .help("Conversations begun: by consent on the page, or opened on the original's API.")
          .withoutExemplars()
          .build();

  private final Counter turns =
      Counter.builder()
          .name("combot_turns_total")
          .help("Turns stored, by who spoke.")
          .labelNames("speaker")
          .withoutExemplars()
          .build();

  private final Counter steps =
      Counter.builder()
          .name("combot_steps_reached_total")
          .help(
              "Conversations that came to a step: its place in the study's flow, its kind, and of a probe the question; finished at the end. Who came to one step and not to the next dropped out there, or is still at it.")
          .labelNames("study", "step")
          .withoutExemplars()
          .build();

  private final Counter sentAway =
      Counter.builder()
          .name("combot_newcomers_sent_away_total")
          .help(
              "Requests of newcomers answered with 503 on purpose, as an operator drains or memory is short.")
          .withoutExemplars()
          .build();

  Tally() {
    turns.initLabelValues("participant");
    turns.initLabelValues("bot");
  }

  void bindTo(PrometheusRegistry registry) {
    registry.register(begun);
    registry.register(turns);
    registry.register(steps);
    registry.register(sentAway);
  }

  /** Makes each step of the study known before anybody gets there. */
  void expect(Study study) {
    for (int step = 0; step < study.flow().size(); step++) {
      switch (study.flow().get(step)) {
        case Step.Ask _ -> expect(study, step, 0);
        case Step.Probe probe -> {
          for (int round = 0; round < probe.times(); round++) {
            expect(study, step, round);
          }
        }
        case Step.Contact contact when contact.kind() != Step.Kind.NONE -> expect(study, step, 0);
        case Step.Say _, Step.Classify _, Step.Contact _, Step.Finish _ -> {}
      }
    }
    expect(study, study.flow().size(), 0);
  }

  private void expect(Study study, int step, int round) {
    steps.initLabelValues(study.id(), name(study, step, round));
  }

  void sentAway() {
    sentAway.inc();
  }

  long begun() {
    return begun.getLongValue();
  }

  void begun(View view) {
    begun.inc();
    turns.labelValues("bot").inc(view.turns().size());
    if (counts(view.conversation())) {
      var state = view.conversation().state();
      reached(view.study(), state.step(), state.round());
    }
  }

  void stored(Study study, Exchange exchange) {
    turns.labelValues("participant").inc();
    turns.labelValues("bot").inc(exchange.replies().size());
    var before = exchange.before().state();
    var next = exchange.next();
    boolean moved = next.step() != before.step() || next.round() != before.round();
    if (moved && counts(exchange.before())) {
      reached(study, next.step(), next.round());
    }
  }

  private static boolean counts(Conversation conversation) {
    return conversation.origin() != Conversation.Origin.UNLINKED
        && !LoadTests.isOne(conversation.studyId());
  }

  private void reached(Study study, int step, int round) {
    steps.labelValues(study.id(), name(study, step, round)).inc();
  }

  private static String name(Study study, int step, int round) {
    if (step >= study.flow().size()) {
      return "finished";
    }
    var place = study.flow().get(step);
    var kind = place.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return place instanceof Step.Probe probe && probe.times() > 1
        ? "%d-%s-%d".formatted(step + 1, kind, round + 1)
        : "%d-%s".formatted(step + 1, kind);
  }
}

package combot.chat;

import combot.conversation.BotTurn;
import combot.conversation.State;
import combot.conversation.Utterance;
import combot.conversation.Wishes;
import combot.reply.Occasion;
import combot.store.Exchange;
import combot.store.Records;
import combot.store.Turn;
import combot.study.Study;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Has replies written by a language model where their study wants that. */
final class Generating {

  private final Records records;
  private final Voice voice;

  Generating(Records records, Voice voice) {
    this.records = records;
    this.voice = voice;
  }

  /**
   * Whether a model is wanted for any of the replies. What answers a contact step never is one's:
   * nobody's address goes to a provider.
   */
  static boolean isWanted(Study study, Exchange exchange) {
    if (study.generation().isEmpty() || exchange.kind().equals(Turn.CONTACT)) {
      return false;
    }
    var said = List.of(new Utterance(Utterance.Speaker.PARTICIPANT, exchange.text()));
    return exchange.replies().stream()
        .anyMatch(reply -> Wishes.of(study, exchange.next(), reply, said).isPresent());
  }

  /**
   * The replies of an exchange whose message is stored, with their words.
   *
   * @param deadline on the scale of {@link System#nanoTime}
   * @param shown told the first reply as it grows, which has nothing to wait for
   */
  List<BotTurn> replies(
      Study study, Exchange exchange, long deadline, Optional<Consumer<String>> shown) {
    var said = said(exchange.before().id());
    var first = exchange.replies().getFirst();
    return voice
        .aside()
        .waiting(() ->
            exchange.replies().stream()
                .map(reply -> {
                  var told = shown.filter(_ -> reply == first);
                  var occasion = occasion(study, exchange, deadline, told);
                  return reply(study, exchange.next(), reply, said, occasion);
                })
                .toList());
  }

  private static Occasion occasion(
      Study study, Exchange exchange, long deadline, Optional<Consumer<String>> shown) {
    var before = exchange.before();
    return new Occasion(
        before.studyId(), before.id(), study.generation().orElseThrow(), deadline, shown);
  }

  private BotTurn reply(
      Study study, State next, BotTurn reply, List<Utterance> said, Occasion occasion) {
    return Wishes.of(study, next, reply, said)
        .map(wish -> voice.speaker().speak(wish, occasion))
        .orElse(reply);
  }

  /** What was said, without what was an address or may have been meant as one. */
  private List<Utterance> said(String conversationId) {
    return records.turns(conversationId, 0).stream()
        .filter(turn -> turn.role() == Turn.Role.BOT || turn.kind().equals(Turn.MESSAGE))
        .map(turn -> new Utterance(speaker(turn), turn.text()))
        .toList();
  }

  private static Utterance.Speaker speaker(Turn turn) {
    return switch (turn.role()) {
      case BOT -> Utterance.Speaker.BOT;
      case PARTICIPANT -> Utterance.Speaker.PARTICIPANT;
    };
  }
}

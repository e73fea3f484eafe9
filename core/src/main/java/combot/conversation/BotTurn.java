package combot.conversation;

import combot.study.When;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing the bot says.
 *
 * @param text never blank
 * @param source where in the study it stands: {@code greeting}, {@code questions#3}
 * @param delivered the treatment that this very text carries: the levels, and the class, that its
 *     variant in the study is written for. Taken from the text's place in the study, not from the
 *     condition assigned, so that the two can be compared. In alphabetical order.
 * @param provenance who wrote the text
 */
public record BotTurn(
    Kind kind, String text, String source, Map<String, String> delivered, Provenance provenance) {

  /** Which kind of step said it. */
  public enum Kind {
    SAY,
    ASK,
    PROBE,
    CONTACT,
    CONTACT_AGAIN,
    FINISH
  }

  public BotTurn {
    if (text.isBlank()) {
      throw new IllegalArgumentException("text of " + source + " must not be blank");
    }
    delivered = Collections.unmodifiableMap(new TreeMap<>(delivered));
  }

  static BotTurn of(Kind kind, String text, String source, When when) {
    return new BotTurn(kind, text, source, when.named(), Provenance.SCRIPTED);
  }

  /** The same turn with words that a model wrote for it. */
  public BotTurn saying(String words, Map<String, String> delivered, Provenance provenance) {
    return new BotTurn(kind, words, source, delivered, provenance);
  }

  /** The same turn, its words the scripted ones, after a model was asked. */
  public BotTurn saying(Provenance provenance) {
    return new BotTurn(kind, text, source, delivered, provenance);
  }
}

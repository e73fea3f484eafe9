package combot.study;

import java.util.List;
import java.util.Set;

/**
 * One step of the flow. The names of texts and pools refer to {@link Study#texts} and {@link
 * Study#pools}.
 */
public sealed interface Step {

  /** The bot says a text and goes on at once. */
  record Say(String text) implements Step {}

  /** The bot says a text and waits for a message. */
  record Ask(String text) implements Step {}

  /**
   * The last message is classified. The class with the highest score is taken if its score is at
   * least {@code threshold}, {@code otherwise} if not; a message that holds one of the {@code
   * cautious} words needs {@code cautiousThreshold}.
   *
   * @param threshold probability, 0 to 1
   * @param otherwise the class where no other is certain enough
   * @param cautious words and phrases, lower case, matched as whole words
   * @param cautiousThreshold probability, 0 to 1
   */
  record Classify(
      double threshold, String otherwise, List<String> cautious, double cautiousThreshold)
      implements Step {
    public Classify {
      cautious = List.copyOf(cautious);
    }
  }

  /**
   * The bot asks {@code times} texts from a pool, one after the other, never the same twice, and
   * waits after each.
   *
   * @param opening name of a text that may stand in for the first one, or {@code null}; no other
   *     step says it
   * @param openingShare probability, 0 to 1, that it does
   */
  record Probe(String pool, int times, String opening, double openingShare) implements Step {
    public Probe {
      if (times < 1) {
        throw new IllegalArgumentException("times must be >= 1, was " + times);
      }
    }
  }

  /**
   * The bot asks how the participant can be reached and repeats {@code invalid} until the answer is
   * one.
   *
   * @param ask name of the text that asks; may be {@code null} where {@code kind} is {@code NONE}
   * @param invalid name of the text that asks again; may be {@code null} where {@code kind} is
   *     {@code NONE}
   */
  record Contact(Kind kind, String ask, String invalid) implements Step {}

  /**
   * The end: thanks and, if the study has one, a link.
   *
   * @param say name of the text
   * @param link template with {@code {panel_id}}, {@code {conversation}}, {@code {code}} and the
   *     panel's parameters; or {@code null}
   * @param label name of the text on the link, or {@code null} without a link
   */
  record Finish(String say, String link, String label) implements Step {}

  /**
   * What a contact step takes. A study that asks for nothing has no contact step, or says {@code
   * none}.
   */
  enum Kind {
    EMAIL,
    PANEL_ID,
    NONE
  }

  /** What a link template may hold beside the panel's own parameters. */
  Set<String> LINK_VARIABLES = Set.of("panel_id", "conversation", "code");
}

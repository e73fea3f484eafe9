package combot.gateway;

import java.util.Locale;
import java.util.Optional;

/** What a worker is told: a line on its standard input. */
public enum Order {
  /** Be ready no more, answer what you have, end. */
  DRAIN,
  /** Let no newcomers in; who is under way goes on. */
  HOLD,
  /** Let newcomers in again. */
  ADMIT,
  /** Give back what memory is not needed, and say what came of it: {@link Said}. */
  CLEAN_UP,
  /** Say what is under way that is not served any more: {@link Said}. */
  UNSERVED,
  /** Act as if memory grew short, and say what was done at each level. */
  REHEARSE_PRESSURE,
  /** Classify a text that is new, and say what became of it. */
  CLASSIFY,
  /** Count what is stored, by condition: for an operator, who is no longer blind then. */
  RECORD,
  /** Say which language models the studies want, and how these are set up. */
  MODELS,
  /** Ask each of them one question, and say what came of it. */
  ASK_MODELS,
  /** For some seconds, have the model fail and hang that is made up for load tests. */
  BREAK_MODELS;

  String line() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "\n";
  }

  /**
   * Reads a line, without its end.
   *
   * @return empty for a line that is something else
   */
  public static Optional<Order> parse(String line) {
    for (var order : values()) {
      if (order.line().stripTrailing().equals(line)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }
}

package combot.api;

import com.fasterxml.jackson.databind.JsonNode;
import combot.store.Token;
import combot.study.Sha256;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A message as clients of the original send it. Only {@code message} and {@code index} must be what
 * they should be; whatever else there is, in whatever shape, is used where it fits and passed over
 * where not.
 *
 * @param message blank where it is absent
 * @param classType empty where it is no string
 * @param scenario the client's echo of its condition, or {@code null}: never believed over what is
 *     stored
 * @param seconds what the client's timer shows
 */
record CompatTurn(
    String message,
    Optional<BigInteger> index,
    Optional<String> classType,
    JsonNode scenario,
    Optional<Double> seconds) {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");

  /** Reads a body; throws {@link ProblemException} naming what is wrong with it. */
  static CompatTurn of(Body body) {
    return new CompatTurn(
        Texts.checked("message", body.optionalString("message").orElse("")),
        body.optionalInteger("index"),
        string(body.get("classType")),
        body.get("scenario"),
        number(body.get("timer")));
  }

  private static Optional<String> string(JsonNode value) {
    return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static Optional<Double> number(JsonNode value) {
    if (value == null || !(value.isNumber() || value.isTextual())) {
      return Optional.empty();
    }
    if (value.isNumber()) {
      return Optional.of(value.doubleValue()).filter(n -> Double.isFinite(n) && n >= 0);
    }
    return Optional.of(value.textValue().strip())
        .filter(text -> NUMBER.matcher(text).matches())
        .map(Double::valueOf);
  }

  /** The token that the scenario brings back. */
  Optional<Token> token() {
    return string(in("conversation")).map(Token::new);
  }

  /** The levels that the scenario names, by factor. */
  Map<String, String> levels() {
    var levels = new HashMap<String, String>();
    string(in("brand")).ifPresent(level -> levels.put(CompatStudy.BRAND, level));
    string(in("think_level")).ifPresent(level -> levels.put(CompatStudy.THINK, level));
    string(in("feel_level")).ifPresent(level -> levels.put(CompatStudy.FEEL, level));
    return levels;
  }

  private JsonNode in(String field) {
    return scenario == null ? null : scenario.get(field);
  }

  /** The index where it is one that a conversation could have. */
  OptionalInt position() {
    return index
        .filter(number -> number.signum() >= 0 && number.bitLength() < Integer.SIZE)
        .map(number -> OptionalInt.of(number.intValue()))
        .orElse(OptionalInt.empty());
  }

  /**
   * The number of this turn within its conversation, the same for a repeated request: from index
   * and message where an index is given, else from the request's number and the message, else never
   * the same again. The message may be an address, so the token's secret goes into the hash: who
   * has the record can't try addresses on it.
   */
  String turnId(Token token, Optional<String> requestId) {
    return index
        .map(number -> "i-" + Sha256.of(token.secret() + "\n" + number + "\n" + message))
        .orElseGet(() -> loneId(requestId));
  }

  /** As {@link #turnId}, for a turn that brings no token. */
  String loneId(Optional<String> requestId) {
    return requestId
        .map(id -> "r-" + Sha256.of(id + "\n" + message))
        .orElseGet(() -> "u-" + UUID.randomUUID());
  }

  /** The number of the request where it begins a conversation: another message, another number. */
  Optional<String> openingId(Optional<String> requestId) {
    return requestId.map(id -> "turn " + Sha256.of(id + "\n" + index + "\n" + message));
  }
}

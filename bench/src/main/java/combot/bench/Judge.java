package combot.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Says what is wrong with an answer of the compatible API; an empty answer means that nothing is. A
 * status of 200 alone proves little: an answer must say something, move on by one step, and be of
 * the conversation it was asked for.
 */
final class Judge {

  static final byte[] MESSAGE = ascii("message");
  static final byte[] REPLY = ascii("reply");
  static final byte[] INDEX = ascii("index");
  static final byte[] SCENARIO = ascii("scenario");
  static final byte[] CLASS = ascii("classType");
  static final byte[] TYPE = ascii("messageType");
  static final byte[] BRAND = ascii("brand");
  static final byte[] THINK = ascii("think_level");
  static final byte[] FEEL = ascii("feel_level");
  private static final byte[] SCORES = ascii("product_type_breakdown");
  private static final byte[] CALLS_CLOSING = ascii("callClosingMessage");
  private static final byte[] IS_HTML = ascii("isHtml");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] LINK = ascii("<a href=");

  private Judge() {}

  /** The answer that opens a conversation. */
  static Optional<String> open(Answer answer) {
    return status(answer)
        .or(() -> wrong(answer.session().isEmpty(), "no cookie sessionid"))
        .or(() -> says(answer, MESSAGE))
        .or(() ->
            wrong(
                levels(answer).isEmpty(), "no brand, think_level and feel_level in the scenario"));
  }

  /** The levels that an answer's scenario holds. */
  static Optional<Levels> levels(Answer answer) {
    return Fields.of(answer.body())
        .flatMap(fields -> fields.get(SCENARIO))
        .flatMap(Fields::of)
        .flatMap(scenario ->
            value(scenario, BRAND)
                .flatMap(brand ->
                    value(scenario, THINK)
                        .flatMap(think ->
                            value(scenario, FEEL).map(feel -> new Levels(brand, think, feel)))));
  }

  private static Optional<byte[]> value(Fields fields, byte[] name) {
    return fields
        .get(name)
        .filter(Slice::saysSomething)
        .map(value -> value.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The closing message. */
  static Optional<String> closing(Answer answer, String session) {
    return status(answer).or(() -> sameSession(answer, session)).or(() -> says(answer, MESSAGE));
  }

  /**
   * The answer to a turn.
   *
   * @param index the index sent, 0 to 6
   * @param session the cookie sent
   * @param levels what the conversation was opened in
   */
  static Optional<String> turn(Answer answer, int index, String session, Levels levels) {
    var status =
        status(answer).or(() -> sameSession(answer, session)).or(() -> says(answer, REPLY));
    if (status.isPresent()) {
      return status;
    }
    var fields = Fields.of(answer.body()).orElseThrow();
    var got = fields.get(INDEX).map(Slice::toString).orElse("none");
    if (!got.equals(Integer.toString(index + 1))) {
      return Optional.of("index %s after %d".formatted(got, index));
    }
    var scenario = fields.get(SCENARIO).flatMap(Fields::of);
    if (scenario.isEmpty() || !agrees(scenario.get(), levels)) {
      return Optional.of("a scenario of other levels at index " + index);
    }
    return switch (index) {
      case 0 -> first(fields, scenario.get(), levels);
      case 5 ->
          wrong(!is(fields, CALLS_CLOSING, TRUE), "no callClosingMessage at index 5")
              .or(() ->
                  wrong(
                      !is(fields, TYPE, levels.feel()),
                      "messageType is not the feel level at index 5"));
      case 6 ->
          wrong(!is(fields, IS_HTML, TRUE), "no isHtml at index 6")
              .or(() ->
                  wrong(
                      !fields.get(REPLY).orElseThrow().holds(LINK),
                      "no link in the answer at index 6"));
      default -> Optional.empty();
    };
  }

  private static Optional<String> first(Fields fields, Fields scenario, Levels levels) {
    var found = fields.get(CLASS).map(Slice::unquoted).orElse("");
    var type = fields.get(TYPE).map(Slice::unquoted).orElse("");
    var think = new Slice(levels.think(), 0, levels.think().length).unquoted();
    return switch (found) {
      case "A", "B", "C", "Other" ->
          wrong(!type.equals(think + found), "messageType is not think level and class at index 0")
              .or(() ->
                  wrong(
                      scenario.get(SCORES).flatMap(Fields::of).isEmpty(),
                      "no class scores at index 0"));
      default -> Optional.of("classType is none of the four at index 0");
    };
  }

  private static boolean agrees(Fields scenario, Levels levels) {
    return is(scenario, BRAND, levels.brand())
        && is(scenario, THINK, levels.think())
        && is(scenario, FEEL, levels.feel());
  }

  private static boolean is(Fields fields, byte[] name, byte[] value) {
    return fields.get(name).filter(found -> found.is(value)).isPresent();
  }

  private static Optional<String> status(Answer answer) {
    return wrong(answer.status() != 200, "status " + answer.status());
  }

  /** A cookie that was honoured is set again with the same value, or not at all. */
  private static Optional<String> sameSession(Answer answer, String session) {
    return wrong(
        answer.session().filter(set -> !set.equals(session)).isPresent(),
        "the cookie was not honoured");
  }

  private static Optional<String> says(Answer answer, byte[] name) {
    var fields = Fields.of(answer.body());
    if (fields.isEmpty()) {
      return Optional.of("not a JSON object");
    }
    boolean says = fields.get().get(name).filter(Slice::saysSomething).isPresent();
    return wrong(!says, "empty or no " + new Slice(name, 0, name.length));
  }

  private static Optional<String> wrong(boolean wrong, String what) {
    return wrong ? Optional.of(what) : Optional.empty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

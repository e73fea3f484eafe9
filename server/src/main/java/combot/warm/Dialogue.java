package combot.warm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What was said in a played conversation on {@code /v1}, against which later answers are held. */
final class Dialogue {

  /**
   * @param text empty for a contact, which is not shown again
   */
  private record Line(int number, String from, String text) {
    static Line of(JsonNode turn) {
      boolean contact = turn.path("kind").asText().equals("contact");
      return new Line(
          turn.path("number").asInt(),
          turn.path("from").asText(),
          contact ? "" : turn.path("text").asText());
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /** Whether the bot greets. */
  boolean begins(JsonNode turns) {
    return takes(turns);
  }

  /**
   * Whether the bot replies to what was said.
   *
   * @param text empty for a contact
   */
  boolean goesOn(String text, JsonNode replies) {
    lines.add(new Line(lines.size() + 1, "participant", text));
    return takes(replies);
  }

  /** Whether these are the next turns, and the bot's. */
  private boolean takes(JsonNode turns) {
    for (var turn : turns) {
      var line = Line.of(turn);
      lines.add(line);
      if (line.number() != lines.size() || !line.from().equals("bot") || line.text().isBlank()) {
        return false;
      }
    }
    return !turns.isEmpty();
  }

  /** Whether these are all turns so far, word for word. */
  boolean isToldBy(JsonNode turns) {
    return lines.equals(turns.valueStream().map(Line::of).toList());
  }
}

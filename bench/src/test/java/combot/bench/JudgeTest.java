package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JudgeTest {

  private static final String SCENARIO =
      "\"scenario\":{\"brand\":\"Lulu\",\"problem_type\":\"A\",\"think_level\":\"High\",\"feel_level\":\"Low\"}";
  private static final String SCORED =
      SCENARIO.replace("}", ",\"product_type_breakdown\":{\"A\":0.9}}");
  private static final Levels LEVELS = new Levels(json("Lulu"), json("High"), json("Low"));

  private static byte[] json(String text) {
    return ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
  }

  private static Answer answer(int status, String session, String body) {
    return new Answer(status, Optional.ofNullable(session), false, Slice.of(body));
  }

  private static Optional<String> turn(int index, String body) {
    return Judge.turn(answer(200, null, body), index, "s1", LEVELS);
  }

  @Test
  void findsNothingWrongWithRightAnswers() {
    assertThat(Judge.open(answer(200, "s1", "{\"message\":\"Hi\"," + SCENARIO + "}"))).isEmpty();
    assertThat(
            turn(
                0,
                "{\"reply\":\"Why?\",\"index\":1,\"classType\":\"A\",\"messageType\":\"HighA\","
                    + SCORED
                    + "}"))
        .isEmpty();
    assertThat(
            turn(
                3,
                "{\"reply\":\"Why?\",\"index\":4,\"classType\":\"A\",\"messageType\":\" \","
                    + SCENARIO
                    + "}"))
        .isEmpty();
    assertThat(
            turn(
                5,
                "{\"reply\":\"Ok.\",\"index\":6,\"messageType\":\"Low\",\"callClosingMessage\":true,"
                    + SCENARIO
                    + "}"))
        .isEmpty();
    assertThat(
            turn(
                6,
                "{\"reply\":\"<a href=\\\"x\\\">y</a>\",\"index\":7,\"isHtml\":true,"
                    + SCENARIO
                    + "}"))
        .isEmpty();
    assertThat(Judge.closing(answer(200, "s1", "{\"message\":\"Bye\"}"), "s1")).isEmpty();
  }

  @Test
  void seesAStatusThatIsNot200() {
    assertThat(Judge.turn(answer(503, null, "{}"), 1, "s1", LEVELS)).contains("status 503");
  }

  @Test
  void seesAnEmptyReply() {
    for (var reply : new String[] {"\"\"", "\"  \"", "\"\\n\"", "null", "\" .\"", "7"}) {
      assertThat(turn(2, "{\"reply\":" + reply + ",\"index\":3," + SCENARIO + "}"))
          .as(reply)
          .contains("empty or no reply");
    }
    assertThat(turn(2, "{\"index\":3," + SCENARIO + "}")).contains("empty or no reply");
  }

  @Test
  void seesAnIndexThatDoesNotMoveOnByOne() {
    assertThat(turn(2, "{\"reply\":\"Why?\",\"index\":2," + SCENARIO + "}"))
        .contains("index 2 after 2");
    assertThat(turn(2, "{\"reply\":\"Why?\",\"index\":\"3\"," + SCENARIO + "}"))
        .contains("index \"3\" after 2");
    assertThat(turn(2, "{\"reply\":\"Why?\"," + SCENARIO + "}")).contains("index none after 2");
  }

  @Test
  void seesAnotherConversationsCookieOrLevels() {
    var body = "{\"reply\":\"Why?\",\"index\":3," + SCENARIO + "}";

    assertThat(Judge.turn(answer(200, "s2", body), 2, "s1", LEVELS))
        .contains("the cookie was not honoured");
    assertThat(turn(2, body.replace("Lulu", "Basic")))
        .contains("a scenario of other levels at index 2");
    assertThat(turn(2, "{\"reply\":\"Why?\",\"index\":3}"))
        .contains("a scenario of other levels at index 2");
  }

  @Test
  void seesAFirstMessageThatWasNotClassified() {
    var body =
        "{\"reply\":\"Why?\",\"index\":1,\"classType\":\"A\",\"messageType\":\"HighA\","
            + SCORED
            + "}";

    assertThat(turn(0, body.replace("\"A\",", "\"\","))).isPresent();
    assertThat(turn(0, body.replace("HighA", "LowA"))).isPresent();
    assertThat(turn(0, body.replace(SCORED, SCENARIO))).contains("no class scores at index 0");
  }

  @Test
  void seesAnEndWithoutItsSigns() {
    assertThat(turn(5, "{\"reply\":\"Ok.\",\"index\":6,\"messageType\":\"Low\"," + SCENARIO + "}"))
        .contains("no callClosingMessage at index 5");
    assertThat(turn(6, "{\"reply\":\"thanks\",\"index\":7,\"isHtml\":true," + SCENARIO + "}"))
        .contains("no link in the answer at index 6");
    assertThat(turn(6, "{\"reply\":\"<a href=\\\"x\\\">y</a>\",\"index\":7," + SCENARIO + "}"))
        .contains("no isHtml at index 6");
  }

  @Test
  void seesAnOpeningWithoutCookieOrLevels() {
    assertThat(Judge.open(answer(200, null, "{\"message\":\"Hi\"," + SCENARIO + "}")))
        .contains("no cookie sessionid");
    assertThat(Judge.open(answer(200, "s1", "{\"message\":\"Hi\",\"scenario\":{}}"))).isPresent();
    assertThat(Judge.open(answer(200, "s1", "<html>"))).contains("not a JSON object");
  }
}

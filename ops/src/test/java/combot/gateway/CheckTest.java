package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "status":"UP"                                                     | WELL                   | ``
          "status":"UP","data":{"state":"ok","why":"x"}                     | WELL                   | ``
          "status":"UP","data":{"next_session_may_start":false}             | NEXT_SESSION_MUST_WAIT | ``
          "status":"UP","data":{"admits_newcomers":false,"why":"x"}         | NEWCOMERS_KEPT_OUT     | ``
          "status":"UP","data":{"state":"degraded"}                         | DEGRADED               | disk is degraded
          "status":"UP","data":{"state":"degraded","why":"little is free"}  | DEGRADED               | disk is degraded: little is free
          "status":"DOWN","data":{"state":"degraded"}                       | DOWN                   | disk is down
          "status":"DOWN","data":{"why":"none is free"}                     | DOWN                   | disk is down: none is free
          "data":{}                                                         | DOWN                   | disk is down
          """)
  void judgesWhatAWorkerSaysOfItself(String said, Check.State state, String problem) {
    var check = Check.of(new JsonObject("{\"name\":\"disk\"," + said + "}"));
    assertThat(check.state()).isEqualTo(state);
    assertThat(check.problem()).isEqualTo(problem);
  }
}

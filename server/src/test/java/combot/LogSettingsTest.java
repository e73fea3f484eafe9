package combot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.log.Format;
import combot.log.Level;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a process is told to log. */
class LogSettingsTest {

  @Test
  void writesForProgramsFromInfoOnWithoutRequestsWhereNobodySaysOtherwise() {
    // The tests' own output is no terminal.
    assertThat(LogSettings.of(null, Map.of()))
        .isEqualTo(new LogSettings(Format.JSON, Level.INFO, false));
  }

  @Test
  void doesAsTheVariablesSayAndFirstAsItsGatewaySays() {
    var set =
        Map.of("COMBOT_LOG", "Human", "COMBOT_LOG_LEVEL", "WARN", "COMBOT_LOG_REQUESTS", "true");
    assertThat(LogSettings.of(null, set))
        .isEqualTo(new LogSettings(Format.HUMAN, Level.WARN, true));
    assertThat(LogSettings.of("json", set).format()).isEqualTo(Format.JSON);
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThatThrownBy(() ->
            LogSettings.of(null, Map.of("COMBOT_LOG", "jsno", "COMBOT_LOG_REQUESTS", "perhaps")))
        .isInstanceOf(Failures.Refusal.class)
        .hasMessage(
            "COMBOT_LOG must be one of human, json, auto, was 'jsno'; did you mean 'json'?\n"
                + "COMBOT_LOG_REQUESTS must be one of true, false, was 'perhaps'");
  }
}

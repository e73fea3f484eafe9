package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.conversation.BotTurn;
import combot.reply.Occasion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelWiringTest {

  @ParameterizedTest
  @CsvSource({
    "IMITATE, a-study, real",
    "IMITATE, a-study@loadtest:run-1, made up",
    "ASK, a-study, real",
    "ASK, a-study@loadtest:run-1, real"
  })
  void onlyLoadTestsHaveAModelMadeUpUnlessTheRealOneIsWanted(
      LoadTestModels loadTests, String study, String asked) {
    var heard = new ArrayList<String>();
    var speaker =
        ModelWiring.speaker(
            loadTests, (_, _) -> spoken(heard, "real"), (_, _) -> spoken(heard, "made up"));
    speaker.speak(null, new Occasion(study, "a-conversation", null, 0, Optional.empty()));
    assertThat(heard).containsExactly(asked);
  }

  private static BotTurn spoken(List<String> heard, String who) {
    heard.add(who);
    return null;
  }
}

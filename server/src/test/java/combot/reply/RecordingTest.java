package combot.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static combot.reply.Fixture.GOOD;
import static combot.reply.Fixture.SCRIPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.study.Generation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pilot is played again without a key. */
class RecordingTest {

  @TempDir Path folder;

  private static BotTurn speak(Endpoints endpoints, String message, boolean streaming) {
    try (var speaker = new LlmSpeaker(endpoints, Ledger.NOTHING, InstantSource.system())) {
      return speaker.speak(
          Fixture.wish(SCRIPTED, message),
          Fixture.occasion(Duration.ofSeconds(20), Generation.Caps.NONE, streaming, _ -> {}));
    }
  }

  private static Endpoints replaying(Path file) {
    return Endpoints.of(new Endpoints.Options(Map.of(), 4, Optional.empty(), Optional.of(file)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSameQuestionHasTheSameAnswer(boolean streaming) throws Exception {
    var file = folder.resolve("takes");
    var server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    try {
      var body =
          streaming
              ? "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n".formatted(GOOD)
              : Fixture.completion(GOOD);
      server.stubFor(post(anyUrl()).willReturn(okJson(body).withHeader("x-request-id", "r1")));
      var options = Fixture.options(server);
      var recording =
          new Endpoints.Options(options.providers(), 4, Optional.of(file), Optional.empty());
      var turn = speak(Endpoints.of(recording), Fixture.COMPLAINT, streaming);
      assertThat(turn.text()).isEqualTo(GOOD);
    } finally {
      server.stop();
    }
    assertThat(Files.readString(file)).doesNotContain("sk-secret").contains("tracking");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    for (int i = 0; i < 2; i++) {
      var again = speak(replaying(file), Fixture.COMPLAINT, streaming);
      assertThat(again.text()).isEqualTo(GOOD);
      assertThat(again.provenance())
          .returns("r1", Provenance::requestId)
          .returns(0.0, Provenance::cost)
          .returns(List.of("replayed"), Provenance::errors);
    }
  }

  @Test
  void aQuestionThatWasNotRecordedHasTheScriptedWords() throws Exception {
    var turn = speak(replaying(Files.createFile(folder.resolve("takes"))), "Else.", false);
    assertThat(turn.text()).isEqualTo(SCRIPTED);
    assertThat(turn.provenance().errors()).containsExactly("not-recorded");
  }
}

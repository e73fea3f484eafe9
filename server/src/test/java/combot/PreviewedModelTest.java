package combot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study preview --llm}: a researcher reads what a model would say. */
class PreviewedModelTest {

  private static final Path STUDIES = Path.of("..", "studies");
  private static final String CONDITION = "--condition=brand=Basic,think=Low,feel=Low";

  @TempDir Path folder;

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Path withModel() throws IOException {
    var yaml =
        Files.readString(STUDIES.resolve("think-feel.yaml"))
            .replaceFirst("(?m)^#model:", "model:")
            .replaceFirst("(?m)^#generation:", "generation:");
    return Files.writeString(folder.resolve("study.yaml"), yaml);
  }

  private int preview(Path study, ResponseDefinitionBuilder answer) {
    server.stubFor(post(anyUrl()).willReturn(answer));
    var line = Main.commandLine();
    var preview = line.getSubcommands().get("study").getSubcommands().get("preview");
    ((StudyPreviewCommand) preview.getCommandSpec().userObject()).environment =
        Map.of("COMBOT_OPENAI_URL", server.baseUrl() + "/v1");
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "study",
            "preview",
            study.toString(),
            study.endsWith("study.yaml") ? CONDITION : "--all",
            "--llm");
  }

  @Test
  void theModelsWordsStandWhereTheStudyWantsThem() throws Exception {
    var body =
        """
        {"model":"m","choices":[{"message":{"content":"Right, there was a thing, it seems. Anything more to say on it?"},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":10}}\
        """;
    assertThat(preview(withModel(), okJson(body))).isZero();
    assertThat(out.toString())
        .contains("there was a thing, it seems", ", llm]", "[greeting]", "[closing]");
    assertThat(err.toString()).contains("Replies wanted of a model: llm ", "tokens, cost 0.000");
  }

  @Test
  void whereTheModelFailsTheTextStandsAndItIsToldWhy() throws Exception {
    assertThat(preview(withModel(), aResponse().withStatus(401))).isZero();
    assertThat(out.toString()).contains(", fallback]").doesNotContain(", llm]");
    assertThat(err.toString()).contains("fallback ", "(401)", "0 tokens");
  }

  @Test
  void aStudyWithoutAModelIsRefused() {
    assertThat(preview(STUDIES.resolve("newsletter-tone.yaml"), okJson("{}"))).isEqualTo(2);
    assertThat(err.toString()).contains("names no model");
  }
}

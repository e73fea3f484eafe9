package combot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told of an endpoint. */
class LlmCheckCommandTest {

  private static final String KEY = "sk-very-secret";
  private static final String ANSWER =
      """
      {"id":"c1","model":"small-1-2026","choices":[{"message":{"role":"assistant","content":"When did the kettle begin to leak?"},"finish_reason":"stop"}],"usage":{"prompt_tokens":90,"completion_tokens":9}}\
      """;

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private int check(Map<String, String> environment, String... words) {
    var line = Main.commandLine();
    var check = line.getSubcommands().get("llm").getSubcommands().get("check");
    ((LlmCheckCommand) check.getCommandSpec().userObject()).environment = environment;
    var all = new ArrayList<>(List.of("llm", "check"));
    all.addAll(List.of(words));
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(all.toArray(String[]::new));
  }

  private int check(ResponseDefinitionBuilder answer, String... words) {
    server.stubFor(post(anyUrl()).willReturn(answer));
    return check(
        Map.of("COMBOT_OPENAI_URL", server.baseUrl() + "/v1", "COMBOT_OPENAI_KEY", KEY), words);
  }

  @Test
  void aModelThatAnswersIsTold() {
    assertThat(check(okJson(ANSWER).withHeader("x-request-id", "req-1"), "--model", "small-1"))
        .isZero();
    assertThat(out.toString())
        .contains(
            "openai, model small-1",
            "When did the kettle begin to leak?",
            "small-1-2026",
            "90 in, 9 out",
            "req-1",
            "no prices are known",
            "as it is")
        .containsPattern("took +\\d+\\.\\d\\d s")
        .doesNotContain(KEY);
  }

  @Test
  void anAnswerThatNobodyWouldSeeIsTold() {
    check(okJson(ANSWER.replace("When did the", "As an AI, I ask when the")), "--model", "small-1");
    assertThat(out.toString()).contains("would not see it (leak)");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'max-tokens'",
    "401, 'copy it once more into COMBOT_OPENAI_KEY or the file of COMBOT_OPENAI_KEY_FILE'",
    "403, 'give the key that right'",
    "404, 'knows no model ''small-1'''",
    "429, 'limits and credit'",
    "500, 'try again later'"
  })
  void eachStatusIsToldWithHowToMendIt(int status, String advice) {
    var body = "{\"error\":{\"message\":\"Because of %s.\"}}".formatted(KEY);
    assertThat(check(aResponse().withStatus(status).withBody(body), "--model", "small-1"))
        .isEqualTo(1);
    assertThat(out.toString()).contains(advice, "(Because of ….)").doesNotContain(KEY);
  }

  @Test
  void otherFailuresAreToldToo() {
    assertThat(check(okJson("<html>"), "--model=m")).isEqualTo(1);
    assertThat(check(aResponse().withFault(Fault.EMPTY_RESPONSE), "--model=m")).isEqualTo(1);
    assertThat(check(okJson("x".repeat(300_000)), "--model=m")).isEqualTo(1);
    assertThat(check(okJson(ANSWER).withFixedDelay(60_000), "--model=m", "--within=1"))
        .isEqualTo(1);
    assertThat(check(Map.of(), "--model=m", "--provider=anthropic")).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "no answer in the protocol of openai",
            "can't be reached",
            "more than 256 KB",
            "did not answer within",
            "set COMBOT_ANTHROPIC_KEY or COMBOT_ANTHROPIC_KEY_FILE, or COMBOT_ANTHROPIC_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'give a model with --model'",
    "'--model=m --provider=x', 'must be openai or anthropic, was x'",
    "'--model=m --study=s.yaml', 'exclude each other'",
    "'--study=../studies/newsletter-tone.yaml', 'names no model'",
    "'--model=m --within=0', '--within must be from 1 to 600, was 0'"
  })
  void wrongUsageIsTold(String words, String said) {
    assertThat(check(Map.of(), words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
    assertThat(out.toString()).contains(said);
  }

  @Test
  void wrongVariablesAreTold() {
    assertThat(check(Map.of("COMBOT_OPENAI_URL", "abc"), "--model=m")).isEqualTo(2);
    assertThat(out.toString()).contains("COMBOT_OPENAI_URL must be an address");
  }
}

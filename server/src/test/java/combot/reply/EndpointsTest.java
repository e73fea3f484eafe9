package combot.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.reply.Endpoints.Given;
import combot.study.LanguageModel.Provider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where models are asked, and what is said of an installation that has it wrong. */
class EndpointsTest {

  private static final String KEY = "sk-very-secret";

  @TempDir Path folder;

  private static Given given(String url, String key, Path file) {
    return new Given(Optional.ofNullable(url), Optional.ofNullable(key), Optional.ofNullable(file));
  }

  private static Endpoints.Options options(Given openai, Path record, Path replay) {
    return new Endpoints.Options(
        Map.of(Provider.OPENAI, openai),
        64,
        Optional.ofNullable(record),
        Optional.ofNullable(replay));
  }

  private static Endpoints endpoints(Given openai) {
    return Endpoints.of(options(openai, null, null));
  }

  private Path keyFile(String content, String mode) throws Exception {
    var file = Files.writeString(folder.resolve("key"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aKeyMakesTheProvidersOwnEndpointUsable() {
    var endpoint = endpoints(given(null, " " + KEY + "\n", null)).find(Provider.OPENAI);
    assertThat(endpoint).contains(new Endpoint(URI.create("https://api.openai.com/v1"), KEY));
    assertThat(endpoint.get().isOpenAi()).isTrue();
  }

  @Test
  void anAddressOfOnesOwnNeedsNoKey() {
    var endpoints = endpoints(given("http://127.0.0.1:11434/v1/", null, null));
    assertThat(endpoints.find(Provider.OPENAI))
        .contains(new Endpoint(URI.create("http://127.0.0.1:11434/v1"), null));
    assertThat(endpoints.find(Provider.ANTHROPIC)).isEmpty();
    assertThat(endpoints.warnings()).isEmpty();
  }

  @Test
  void withNeitherNoneIsUsable() {
    assertThat(endpoints(given(" ", "", Path.of(""))).find(Provider.OPENAI)).isEmpty();
  }

  @Test
  void aReplayNeedsNoKey() throws Exception {
    var file = Files.createFile(folder.resolve("takes"));
    var endpoints = Endpoints.of(options(Given.NOTHING, null, file));
    assertThat(endpoints.find(Provider.OPENAI)).isPresent();
    assertThat(endpoints.find(Provider.ANTHROPIC)).isPresent();
  }

  @Test
  void aKeyFileIsReadAndOneThatOthersCanReadIsWarnedOf() throws Exception {
    var closed = endpoints(given(null, null, keyFile(KEY + "\n", "rw-------")));
    assertThat(closed.find(Provider.OPENAI).get().key()).isEqualTo(KEY);
    assertThat(closed.warnings()).isEmpty();
    var open = endpoints(given(null, null, keyFile(KEY, "rw-r--r--")));
    assertThat(open.warnings())
        .singleElement()
        .asString()
        .contains("chmod 600 " + folder.resolve("key"))
        .doesNotContain(KEY);
  }

  @Test
  void aKeyThatCrossesANetworkInTheOpenIsWarnedOf() {
    assertThat(endpoints(given("http://10.0.0.9/v1", KEY, null)).warnings())
        .singleElement()
        .asString()
        .contains("COMBOT_OPENAI_URL", "https");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "ftp://x/v1, ftp://x/v1",
    "https://, https://",
    "https://user:pa@ss/w?d@x/v1, https://…",
    "https://user:pass@x/v1, https://…",
    "https://x/v1?key=1, https://…",
    "https://x y, https://x y"
  })
  void anAddressThatIsNoneIsRefusedAndWhatMayBeAKeyInItNotTold(String url, String told) {
    assertThat(options(given(url, KEY, null), null, null).problems())
        .singleElement()
        .asString()
        .startsWith("COMBOT_OPENAI_URL must be an address such as https://api.openai.com/v1")
        .endsWith("was '" + told + "'");
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithoutAKey() throws Exception {
    var empty = keyFile(" \n", "rw-------");
    var options =
        new Endpoints.Options(
            Map.of(
                Provider.OPENAI, given(null, KEY, empty),
                Provider.ANTHROPIC, given(null, null, empty)),
            0,
            Optional.of(folder.resolve("no/where")),
            Optional.of(folder.resolve("none")));
    assertThat(options.problems())
        .satisfiesExactly(
            it -> assertThat(it).contains("COMBOT_OPENAI_KEY and COMBOT_OPENAI_KEY_FILE"),
            it -> assertThat(it).startsWith("COMBOT_ANTHROPIC_KEY_FILE").endsWith("is empty"),
            it -> assertThat(it).startsWith("COMBOT_LLM_CONCURRENT must be at least 1, was 0"),
            it -> assertThat(it).startsWith("COMBOT_LLM_REPLAY must be a file that can be read"),
            it -> assertThat(it).contains("exclude each other"),
            it -> assertThat(it).startsWith("COMBOT_LLM_RECORD must be a file that can be"));
    assertThatThrownBy(() -> Endpoints.of(options))
        .hasMessageContaining("COMBOT_LLM_REPLAY")
        .hasMessageNotContaining(KEY);
  }

  @Test
  void aKeyOfSeveralWordsOrAnUnreadableFileIsRefused() {
    assertThat(options(given(null, "sk one", null), null, null).problems())
        .singleElement()
        .asString()
        .contains("COMBOT_OPENAI_KEY")
        .doesNotContain("sk one");
    assertThat(options(given(null, null, folder), null, null).problems())
        .containsExactly(
            "COMBOT_OPENAI_KEY_FILE must be a file that can be read, was '" + folder + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "null",
        "{}",
        "",
        "{\"path\":\"/x\",\"question\":\"no\",\"headers\":{},\"answer\":\"\"}"
      })
  void aRecordingThatIsNoneIsRefusedWithTheLine(String line) throws Exception {
    var file = Files.writeString(folder.resolve("takes"), line + "\n");
    assertThat(options(Given.NOTHING, null, file).problems())
        .containsExactly(
            "COMBOT_LLM_REPLAY: line 1 of %s is no recorded answer; take it out, or record again"
                .formatted(file));
  }

  @Test
  void noTextHoldsAKey() {
    var given = given(null, KEY, null);
    var options = options(given, null, null);
    var endpoints = Endpoints.of(options);
    assertThat(given + " " + options + " " + endpoints + endpoints.find(Provider.OPENAI))
        .doesNotContain(KEY);
  }
}

package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that no client of ours can write, sent as they are. */
@QuarkusTest
class MalformedAddressTest extends Served {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/%zz",
        "/api/random/?a=%zz",
        "/api/random/initial/?%",
        "/v1/studies/%zz",
        "/v1/studies/think-feel?a=%2",
        "/v1/studies/a{b}",
        "/v1/../%zz",
        "/s/%zz",
        "/%",
        "/docs/%zz",
        "/openapi?format=%zz",
        "/nope?%zz"
      })
  void isRefusedWithAProblem(String address) throws IOException {
    var answer = get(address);
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("the address is malformed", "\"field\":\"path\"");
  }

  @Test
  void aPanelsUnfilledPlaceholdersStillLeadToThePage() throws IOException {
    assertThat(get("/s/think-feel?PROLIFIC_PID={{%PROLIFIC_PID%}}"))
        .startsWith("HTTP/1.1 200 ")
        .contains("data-study=\"think-feel\"");
    assertThat(get("/?PROLIFIC_PID={{%PROLIFIC_PID%}}"))
        .startsWith("HTTP/1.1 303 ")
        .contains("Location: /s/think-feel?PROLIFIC_PID={{%PROLIFIC_PID%}}");
  }

  private String get(String address) throws IOException {
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      var request = "GET " + address + " HTTP/1.1\r\nHost: combot\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

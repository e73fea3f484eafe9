package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.metrics.Routes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  @Test
  void knowsEveryAddressOfTheApi() {
    var api = OpenApi.documented();
    assertThat(api.operations()).hasSizeGreaterThan(10);
    for (var operation : api.operations()) {
      for (var address : api.addresses(operation)) {
        assertThat(Routes.of(address.replaceAll("[{}]", ""))).as(address).isNotEqualTo("other");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/studies/think-feel/conversations, /v1/studies/{study}/conversations",
    "/v1/studies/think-feel, /v1/studies/{study}",
    "/v1/studies/think-feel/, /v1/studies/{study}",
    "/v1/studies/a/b/c, other",
    "/api/lulu/initial, /api/{route}/initial",
    "/api/random, /api/{route}",
    "/api/random/reset, /api/random/reset",
    "/api/other, other",
    "/s/think-feel, /s/{study}",
    "/, /",
    "/assets/page.js, /assets/{file}",
    "/.env, other",
    "/jo@example.org, other",
    "/s/jo@example.org, /s/{study}",
    ", other",
  })
  void namesAnAddressByItsTemplate(String address, String template) {
    assertThat(Routes.of(address)).isEqualTo(template);
  }

  @Test
  void takesNoMethodForMoreThanAFew() {
    assertThat(Stream.of("POST", "BREW", "post").map(Routes::method))
        .containsExactly("POST", "other", "other");
  }

  @ParameterizedTest
  @CsvSource({
    "/metrics, true",
    "/health, true",
    "/health/ready, true",
    "/healthy, false",
    "/metricsx, false"
  })
  void tellsMonitorsFromPeople(String address, boolean monitors) {
    assertThat(Routes.isMonitors(address)).isEqualTo(monitors);
  }
}

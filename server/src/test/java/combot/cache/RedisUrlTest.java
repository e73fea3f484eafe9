package combot.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @ParameterizedTest
  @CsvSource({
    "redis://localhost, redis://localhost",
    "redis://localhost:6379, redis://localhost:6379",
    "redis://10.0.0.7:6380/3, redis://10.0.0.7:6380/3",
    "redis://localhost/, redis://localhost/",
    "redis://:secret@localhost, redis://localhost",
    "rediss://ann:se%2Fcret@cache.example.org:6380/0, rediss://cache.example.org:6380/0",
    "redis://[::1]:6379, redis://[::1]:6379",
  })
  void showsAnAddressWithoutUserAndPassword(String given, String shown) {
    assertThat(RedisUrl.parse(" " + given + "\n")).hasToString(shown);
    assertThat(RedisUrl.parse(given).full()).isEqualTo(given);
  }

  @Test
  void aPlusInAPasswordIsAPlus() {
    assertThat(RedisUrl.parse("redis://:a+b@localhost").full())
        .isEqualTo("redis://:a%2Bb@localhost");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:6379                | begins neither with redis://",
        "reddis://:secret@localhost    | begins neither with redis://",
        "http://:secret@localhost      | begins neither with redis://",
        "redis:localhost               | the host is missing",
        "redis://                      | position",
        "redis://:secret@              | the host is missing",
        "redis://:secret@localhost:63x | the host is missing, or it or the port is malformed",
        "redis://localhost:70000       | between 1 and 65535, was 70000",
        "redis://localhost:0           | between 1 and 65535, was 0",
        "redis://localhost/scores      | the number of a database",
        "redis://localhost/-1          | the number of a database",
        "redis://localhost?tls=true    | it takes no parameters",
        "redis://localhost/0#x         | it takes no parameters",
        "redis://secret@localhost      | a password follows a colon",
        "redis://:sec ret@localhost    | position 13 does not belong there",
        "redis://:sec%ret@localhost    | does not belong there",
      })
  void saysWhatIsWrongButNotThePassword(String given, String said) {
    assertThatThrownBy(() -> RedisUrl.parse(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The address of Redis is not as redis://user:password@host:port/database: ")
        .hasMessageContaining(said)
        .hasNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sec"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void nothingIsNoAddress(String given) {
    assertThatThrownBy(() -> RedisUrl.parse(given)).isInstanceOf(IllegalArgumentException.class);
  }
}

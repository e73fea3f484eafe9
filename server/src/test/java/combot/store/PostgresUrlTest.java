package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresUrlTest {

  @Test
  void readsEveryPart() {
    var url =
        PostgresUrl.parse(
            "postgresql://an%40n:p%3Aa%2Bs+s@db_1:5433,db_2/my%20data?sslmode=verify-full");
    assertThat(url)
        .isEqualTo(
            new PostgresUrl(
                "db_1:5433,db_2", "my data", "an@n", "p:a+s+s", Map.of("sslmode", "verify-full")));
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db_1:5433,db_2/my%20data");
    assertThat(url).hasToString("postgresql://an@n@db_1:5433,db_2/my data");
  }

  @Test
  void leavesThePasswordToTheDriverWhereThereIsNone() {
    assertThat(PostgresUrl.parse("postgres://ann@[::1]:5432/data").password()).isNull();
    assertThat(PostgresUrl.parse("postgres://ann@[::1]:5432/data").hosts()).isEqualTo("[::1]:5432");
  }

  @ParameterizedTest
  @CsvSource({
    "mysql://ann:secret@host/data, it begins otherwise",
    "postgresql://host/data, is missing",
    "postgresql://ann:secret@host, is missing",
    "postgresql://ann:secret@host/, is missing",
    "postgresql:///data, is missing",
    "postgresql://ann:secret@host/data/more, is missing",
    "postgresql://ann:se^cret@host/data, a character at position 20",
    "postgresql://ann:secret@host/data?sslmod=require, is no parameter of",
    "postgresql://ann@host/data?password=secret, is no parameter of",
    "secret, it begins otherwise",
  })
  void saysWhatIsWrongWithoutThePassword(String text, String said) {
    assertThatThrownBy(() -> PostgresUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The database's address is not as postgresql://user:password@host:port/name: ")
        .hasMessageContaining(said)
        .hasMessageNotContaining("cret")
        .hasNoCause();
  }
}

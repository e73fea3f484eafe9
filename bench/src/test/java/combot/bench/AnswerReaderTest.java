package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AnswerReaderTest {

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nSet-Cookie: sessionid=abc;Path=/;HttpOnly\r\ncontent-length: 2\r\n\r\n{}";

  private final AnswerReader reader = new AnswerReader();

  @Test
  void readsAnAnswerThatComesInAnyPieces() {
    for (int cut = 1; cut < ANSWER.length(); cut++) {
      reader.received().add(ANSWER.substring(0, cut));
      assertThat(reader.poll()).isEmpty();
      reader.received().add(ANSWER.substring(cut));
      var answer = reader.poll().orElseThrow();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.session()).contains("abc");
      assertThat(answer.body()).hasToString("{}");
      assertThat(answer.closes()).isFalse();
      reader.reset();
    }
  }

  @Test
  void forgetsTheAnswerBefore() {
    reader.received().add(ANSWER);
    assertThat(reader.poll()).isPresent();
    reader.reset();
    reader
        .received()
        .add("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    var answer = reader.poll().orElseThrow();

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.session()).isEmpty();
    assertThat(answer.closes()).isTrue();
    assertThat(answer.body().length()).isZero();
  }

  @Test
  void refusesWhatItCannotMeasure() {
    reader.received().add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertThatThrownBy(reader::poll).hasMessageContaining("Content-Length");
    reader.reset();
    reader.received().add(ANSWER + "HTTP/1.1");
    assertThatThrownBy(reader::poll).hasMessageContaining("more came");
  }
}

package combot.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What nobody foresaw is logged with its place and without its words. */
class WordlessTest {

  @Test
  void keepsClassesAndPlacesButNoMessages() {
    var thrown =
        new IllegalStateException(
            "my parcel", new NumberFormatException("For input: \"jo@x.org\""));
    var trace = new StringWriter();
    Wordless.of(thrown).printStackTrace(new PrintWriter(trace, true));
    assertThat(trace.toString())
        .doesNotContain("parcel", "jo@x.org")
        .contains(
            "java.lang.IllegalStateException",
            "java.lang.NumberFormatException",
            "at combot.log.WordlessTest.keepsClassesAndPlacesButNoMessages");
  }
}

package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a wrong command line: one line, then where to read on. */
class UsageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve --prot 9000 | Unknown option '--prot'; did you mean '--port'? | combot serve
          serve --prot=9000 | Unknown option '--prot'; did you mean '--port'? | combot serve
          study check --jsno f | Unknown option '--jsno'; did you mean '--json'? | combot study check
          serve --port abc | must be a whole number between 0 and 65535, was abc | combot serve
          worker --port 65536 | must be a whole number between 0 and 65535, was 65536 | combot worker
          serve --port | Missing required parameter for option '--port' (PORT) | combot serve
          serve studies/my.yaml | Unknown argument 'studies/my.yaml' | combot serve
          classify --threshold x a | Invalid value for option '--threshold': must be a number, was x | combot classify
          study | a command is missing: check or preview | combot study
          study chek | Unknown command 'chek'; did you mean 'check'? | combot study
          classifier evaluate | Missing required parameter: 'FILE' | combot classifier evaluate
          sevre | Unknown command 'sevre'; did you mean 'serve'? | combot
          docter | Unknown command 'docter'; did you mean 'doctor'? | combot
          fly | Unknown command 'fly'; known are serve, status, | combot
          """)
  void saysWhatIsWrongAndWhereToReadOn(String words, String said, String command) {
    var err = new StringWriter();
    int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute(words.split(" "));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains(said),
            last -> assertThat(last).isEqualTo("See './" + command + " --help'."));
  }
}

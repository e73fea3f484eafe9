package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassifierCommandTest {
  @TempDir Path temp;

  private record Ran(int code, String out, String err) {}

  private static Ran run(Object command, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler((e, line, parsed) -> {
              line.getErr().println(e.getMessage());
              return 1;
            })
            .execute(args);
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void classifyPrintsTheClassAndAllScores() {
    var ran = run(new ClassifyCommand(), "my jeans ripped after one week");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .matches("(?s)A +A 0\\.\\d{3}  B 0\\.\\d{3}  C 0\\.\\d{3}  Other 0\\.\\d{3}\\R");
  }

  @Test
  void classifyFallsBackToOtherBelowTheThreshold() throws Exception {
    var ran =
        run(
            new ClassifyCommand(),
            "--threshold",
            "1",
            "--json",
            "my jeans ripped",
            "they lost my parcel");
    var json = new ObjectMapper().readTree(ran.out());
    assertThat(json.size()).isEqualTo(2);
    assertThat(json.get(0).get("class").asText()).isEqualTo("Other");
    assertThat(json.get(0).get("belowThreshold").asBoolean()).isTrue();
    assertThat(json.get(1).get("scores").get("B").asDouble()).isGreaterThan(0.5);
    assertThat(run(new ClassifyCommand(), "--threshold", "2", "x").code()).isEqualTo(2);
  }

  @Test
  void evaluatePrintsFiguresMatrixAndBaselines() throws Exception {
    Path file =
        Files.writeString(
            temp.resolve("few.tsv"),
            "my jeans ripped\tA\nthey lost my parcel\tB\nshe was rude to me\tC\nhello\tOther\n");
    var ran = run(new ClassifierCommand(), "evaluate", file.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains(
            "4 texts",
            "accuracy",
            "macro-F1",
            "precision",
            "recall",
            "keywords",
            "majority",
            "true \\ said");
    var json =
        new ObjectMapper()
            .readTree(run(new ClassifierCommand(), "evaluate", "--json", file.toString()).out());
    assertThat(json.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(json.get("confusion").get(1).get(1).asInt()).isEqualTo(1);
    assertThat(json.get("classes").get("C").get("recall").asDouble()).isEqualTo(1);
    assertThat(json.get("baselines").get("majority").get("accuracy").asDouble()).isEqualTo(0.25);
  }

  @Test
  void wrongFilesAndUsageAreTold() throws Exception {
    Path file = Files.writeString(temp.resolve("wrong.tsv"), "fine\tA\nno tab\n");
    var ran = run(new ClassifierCommand(), "evaluate", file.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("wrong.tsv", "line 2");
    assertThat(run(new ClassifierCommand(), "train", "--training", file.toString()).err())
        .contains("line 2");
    assertThat(run(new ClassifierCommand()).code()).isEqualTo(2);
    assertThat(run(new ClassifierCommand(), "evaluate").code()).isEqualTo(2);
    assertThat(run(new ClassifierCommand(), "evaluate", temp.toString()).err())
        .isEqualTo(temp + ": is a directory, not a file of labelled texts\n");
    assertThat(run(new ClassifierCommand(), "train", "--training", temp + "/none").err())
        .isEqualTo(temp + "/none: there is no such file\n");
    var model = run(new ClassifyCommand(), "--model", temp.toString(), "x");
    assertThat(model.code()).isEqualTo(1);
    assertThat(model.err()).contains("no config.json");
  }
}

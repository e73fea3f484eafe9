package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

class StudyCommandTest {

  /** Two of four conditions shown; the High pool has one question more than is asked. */
  private static final String STUDY =
      """
      study: small
      title: A small study
      language: en
      factors: {brand: [Basic, Lulu], think: [High, Low]}
      exclude: [{brand: Lulu, think: Low}]
      assignment: {method: blocks, block-size: 4, seed: 7, weights: [{when: {brand: Lulu}, weight: 2}]}
      consent: {title: Taking part, text: You will chat., agree: I agree, decline: No, declined: Goodbye.}
      appearance:
        - {when: {brand: Basic}, name: Basic Assistant, avatar: B, colour: "#1f4e79", on-colour: "#ffffff"}
        - {when: {brand: Lulu}, name: Lulu Assistant, avatar: L, colour: "#1f4e79", on-colour: "#ffffff"}
      classes: {A: product, B: delivery}
      texts:
        greeting:
          - {when: {brand: Basic}, text: Hello from Basic. Please tell us what went wrong with what you bought the other day.}
          - {when: {brand: Lulu}, text: Hello from Lulu. Please tell us what went wrong with what you bought the other day.}
        thanks: Thank you for your time. Here is the way on to the questions that we would like you to answer as the last part.
        label: Go on
      pools:
        questions:
          - {when: {think: High, class: A}, texts: [Which part of it broke first?, When did it break for the first time?]}
          - {when: {think: High, class: B}, texts: [When should it have come to you?, Who was meant to bring it to you?]}
          - {when: {think: Low}, texts: [Things like that happen from time to time., Well that is how it goes sometimes.]}
      flow:
        - ask: greeting
        - classify: {threshold: 0.4, otherwise: B}
        - probe: {pool: questions, times: 2}
        - finish: {say: thanks, link: "https://survey.example.org/?k={code}", label: label}
      """;

  private static final String BROKEN =
      STUDY
          .replace("{brand: Lulu}, weight", "{brand: Lullu}, weight")
          .replace("times: 2", "times: 3");

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private static Ran run(Ansi ansi, Object... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(Help.defaultColorScheme(ansi))
            .execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private static Ran run(Object... words) {
    return run(Ansi.OFF, words);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void checkTellsWhatAGoodStudyHolds() throws IOException {
    var file = file("small.yaml", STUDY);
    var ran = run("study", "check", file);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().filter(l -> !l.contains(": warning: ")))
        .satisfiesExactly(
            l -> assertThat(l).matches("  [0-9A-Z]{6}  weight 1   brand=Basic think=High"),
            l -> assertThat(l).matches("  [0-9A-Z]{6}  weight 1   brand=Basic think=Low"),
            l -> assertThat(l).matches("  [0-9A-Z]{6}  weight 2   brand=Lulu think=High"),
            l ->
                assertThat(l).startsWith(file + ": OK, 3 conditions, 3 texts, 1 pool, 3 messages"));
  }

  @Test
  void checkTellsWhetherAModelAnswersThePrompts() throws IOException {
    var prompts = STUDY + "prompts: {questions: Ask.}\n";
    var file = file("prompts.yaml", prompts);
    assertThat(run("study", "check", file).out()).contains("1 pool, 1 prompt (no model), 3 mess");
    Files.writeString(file, prompts + "model: {provider: openai, name: a-model}\n");
    assertThat(run("study", "check", file).out()).contains("1 prompt for a-model, 3 messages");
  }

  @Test
  void checkTellsEveryErrorWithItsPlace() throws IOException {
    var file = file("broken.yaml", BROKEN);
    var ran = run("study", "check", file);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().lines().toList())
        .hasSizeGreaterThan(2)
        .anyMatch(l ->
            l.startsWith(file + ":6:")
                && l.contains("'Lullu'")
                && l.contains("did you mean 'Lulu'?"))
        .anyMatch(l -> l.matches(".*:\\d+:\\d+: pool 'questions'.*; write 1 more"))
        .last()
        .asString()
        .matches(".*broken.yaml: FAILED, \\d+ errors");
  }

  @Test
  void checkLooksAtEveryFileAlsoAfterAnUnreadableOne() throws IOException {
    var ran =
        run(
            "study",
            "check",
            folder.resolve("none.yaml"),
            file("b.yaml", BROKEN),
            file("s.yaml", STUDY));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("none.yaml: there is no such file\n", "b.yaml: FAILED", "s.yaml: OK");
  }

  @Test
  void strictTakesWarningsForErrors() throws IOException {
    var file = file("label.yaml", STUDY.replace("Which part of it broke first?", "TODO"));
    var lax = run("study", "check", file);
    assertThat(lax.code()).isZero();
    assertThat(lax.out()).contains(": warning: ").containsPattern("OK, .*, \\d+ warnings?");
    var strict = run("study", "check", "--strict", file);
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.out()).contains("FAILED (strict)");
  }

  @Test
  void checkPrintsJson() throws IOException {
    var ran = run("study", "check", "--json", file("s.yaml", STUDY), file("b.yaml", BROKEN));
    assertThat(ran.code()).isEqualTo(1);
    var found = json(ran);
    assertThat(found.at("/0/ok").asBoolean()).isTrue();
    assertThat(found.at("/0/study/conditions/2/levels/brand").asText()).isEqualTo("Lulu");
    assertThat(found.at("/0/study/conditions/2/weight").asInt()).isEqualTo(2);
    assertThat(found.at("/0/study/messages").asInt()).isEqualTo(3);
    assertThat(found.at("/1/ok").asBoolean()).isFalse();
    assertThat(found.at("/1/errors/0/line").asInt()).isEqualTo(6);
  }

  @Test
  void previewPrintsSpeakerBySpeaker() throws IOException {
    var ran =
        run(
            "study",
            "preview",
            file("s.yaml", STUDY),
            "--condition",
            "brand=Basic,think=High",
            "--class",
            "B");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .startsWith("small: brand=Basic think=High, class B, seed 1")
        .containsSubsequence(
            "Basic Assistant [greeting]\n  Hello from Basic.",
            "Participant\n  ",
            "Basic Assistant [questions#",
            "Participant\n",
            "Basic Assistant [thanks]\n",
            "  https://survey.example.org/?k={code}")
        .doesNotContain("broke", "Lulu");
    assertThat(ran.out().lines()).allMatch(l -> l.length() <= 100).anyMatch(l -> l.length() > 80);
  }

  @Test
  void previewDimsSourcesOnATerminalOnly() throws IOException {
    var file = file("s.yaml", STUDY);
    assertThat(run(Ansi.ON, "study", "preview", file, "--all").out())
        .contains("\u001B[2m[greeting]\u001B[");
    assertThat(run(Ansi.OFF, "study", "preview", file, "--all").out()).doesNotContain("\u001B");
  }

  @Test
  void previewShowsTextThatLooksLikeMarkupAsItIs() throws IOException {
    var file = file("s.yaml", STUDY.replace("Hello from Basic.", "Hello @|red from|@ Basic."));
    assertThat(run(Ansi.ON, "study", "preview", file, "--all").out()).contains("@|red from|@");
  }

  @Test
  void previewPlaysEveryConditionAsJson() throws IOException {
    var file = file("s.yaml", STUDY);
    var ran = run("study", "preview", file, "--all", "--json", "--seed", "5");
    assertThat(ran.code()).isZero();
    var played = json(ran);
    assertThat(StreamSupport.stream(played.spliterator(), false))
        .extracting(p -> p.get("condition").toString())
        .containsExactly(
            "{\"brand\":\"Basic\",\"think\":\"High\"}",
            "{\"brand\":\"Basic\",\"think\":\"Low\"}",
            "{\"brand\":\"Lulu\",\"think\":\"High\"}");
    assertThat(played.at("/0/seed").asInt()).isEqualTo(5);
    assertThat(played.at("/0/complaintClass").asText()).isEqualTo("A");
    assertThat(played.at("/0/lines")).hasSize(7);
    assertThat(played.at("/0/lines/0/speaker").asText()).isEqualTo("BOT");
    assertThat(played.at("/0/lines/2/delivered/class").asText()).isEqualTo("A");
    assertThat(run("study", "preview", file, "--all", "--json", "--seed", "5")).isEqualTo(ran);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          --condition brand=Basic                        ; factor 'think' is missing
          --condition brand=Basic                        ; High, Low
                                                         ; factor 'brand' is missing
          --condition brand=Acme,think=Low               ; level 'Acme' of factor 'brand' is unknown
          --condition brand=Acme,think=Low               ; Basic, Lulu
          --condition colour=red,brand=Basic,think=Low   ; factor 'colour' is unknown
          --condition colour=red,brand=Basic,think=Low   ; brand, think
          --condition brand=Lulu,think=Low               ; the study excludes brand=Lulu think=Low
          --condition brand                              ; KEY=VALUE
          --all --condition brand=Basic                  ; exclude each other
          --all --class Z                                ; class 'Z' is unknown
          --all --class Z                                ; A, B
          --all --seed many                              ; must be a whole number, was many
          --all --colour                                 ; --colour
          """)
  void previewSaysWhatIsWrongWithItsUsage(String options, String said) throws IOException {
    var words = Stream.of("study", "preview", file("s.yaml", STUDY).toString());
    var given = options == null ? Stream.<String>empty() : Stream.of(options.split(" "));
    var ran = run(Stream.concat(words, given).toArray());
    assertThat(ran.err()).contains(said);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isEqualTo(2);
  }

  @Test
  void previewOfABrokenStudyTellsItsErrors() throws IOException {
    var ran = run("study", "preview", file("b.yaml", BROKEN), "--all");
    assertThat(ran.err()).contains("b.yaml:6:").doesNotContain("\tat ");
    assertThat(ran.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"study", "study check", "study preview"})
  void aCommandThatIsNotWholeIsWrongUsage(String command) {
    var ran = run((Object[]) command.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("See './combot study");
  }

  @Test
  void aMisspeltCommandIsWrongUsageWithAHint() {
    var ran = run("study", "chek");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("did you mean 'check'?");
  }

  private static JsonNode json(Ran ran) throws IOException {
    return new ObjectMapper().readTree(ran.out());
  }
}

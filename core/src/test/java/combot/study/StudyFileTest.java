package combot.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyFileTest {

  static Stream<Change> faults() {
    return Change.table("/faults.txt");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsEveryFaultWithItsPlace(Change change) {
    assertThat(Small.errors(change.yaml())).containsExactlyInAnyOrderElementsOf(change.told());
  }

  @ParameterizedTest
  @ValueSource(strings = {"misspelt", "unfinished", "design", "flow", "values", "syntax"})
  void tellsAllFaultsOfABrokenStudyAtOnce(String name) {
    var yaml = Small.resource("/broken/" + name + ".yaml").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> StudyFile.parse(name + ".yaml", yaml))
        .isInstanceOf(InvalidStudyException.class)
        .hasMessage(Small.resource("/broken/" + name + ".txt").strip());
  }

  @Test
  void readsEveryPartOfAStudy() {
    var study = StudyFile.parse("small.yaml", Small.TEXT.getBytes(StandardCharsets.UTF_8));
    assertThat(study.id()).isEqualTo("small");
    assertThat(study.version()).matches("[0-9a-f]{64}");
    assertThat(study.conditions())
        .extracting(Condition::toString)
        .containsExactly(
            "brand=Plain depth=High",
            "brand=Plain depth=Low",
            "brand=Mira depth=High",
            "brand=Mira depth=Low");
    assertThat(study.assignment().method()).isEqualTo(Assignment.Method.BLOCKS);
    assertThat(study.assignment().quota()).hasValue(20);
    assertThat(study.panel())
        .isEqualTo(new Study.Panel("MTURK_WORKER", List.of("MTURK_WORKER", "STUDY_ID")));
    assertThat(study.classes())
        .containsExactly(Map.entry("A", "product"), Map.entry("B", "anything else"));
    assertThat(study.appearance().pick(study.conditions().getLast(), null).value().name())
        .isEqualTo("Mira");
    assertThat(study.texts().get("greeting").pick(study.conditions().getLast(), null).value())
        .isEqualTo("Hello! What happened in the shop?");
    assertThat(study.pools().get("questions").pick(study.conditions().getFirst(), "B").value())
        .hasSize(3);
    assertThat(study.flow())
        .containsExactly(
            new Step.Ask("greeting"),
            new Step.Classify(0.4, "B", List.of("refund"), 0.6),
            new Step.Probe("questions", 3, "another-way", 0.5),
            new Step.Contact(Step.Kind.EMAIL, "closing", "again"),
            new Step.Finish(
                "thanks", "https://survey.college.edu/s?p={panel_id}&c={conversation}", "onward"));
    assertThat(study.typing())
        .isEqualTo(
            new Typing.ByLength(
                Duration.ofMillis(300), Duration.ofMillis(10), Duration.ofSeconds(2)));
    assertThat(study.limits()).isEqualTo(new Study.Limits(500, Duration.ofHours(1)));
    assertThat(study.strings()).containsEntry("send", "Off it goes").containsEntry("you", "You");
  }

  @Test
  void readsWhatAModelIsToldAndHowItIsAsked() {
    var study = StudyFile.parse("m.yaml", Small.WITH_MODEL.getBytes(StandardCharsets.UTF_8));
    var generation = study.generation().orElseThrow();
    assertThat(generation.model().pick(cell(study, "Mira", "Low"), null).value())
        .isEqualTo(
            new LanguageModel(
                LanguageModel.Provider.ANTHROPIC,
                "a-model",
                0,
                90,
                OptionalLong.of(7),
                new LanguageModel.Prices(0.15, 0.6)));
    assertThat(generation.model().find(cell(study, "Plain", "Low"), null)).isEmpty();
    assertThat(generation.deadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(generation.caps())
        .isEqualTo(
            new Generation.Caps(
                OptionalDouble.of(0.05), OptionalDouble.of(40), OptionalDouble.empty()));
    assertThat(generation.atCap()).isEqualTo(Generation.AtCap.STOP);
    assertThat(generation.streaming()).isTrue();
    var questions = study.prompts().get("questions");
    assertThat(questions.pick(cell(study, "Mira", "High"), "A"))
        .isEqualTo(
            new Choice.Variant<>(
                new When(Map.of("depth", "High"), "A"),
                new Prompt(
                    "You are {brand}. Ask about the {class}, like this: {scripted}", "Begin.")));
    assertThat(questions.pick(cell(study, "Mira", "High"), "B").value())
        .isEqualTo(new Prompt("Ask.", null));
    assertThat(study.typing())
        .isEqualTo(new Typing.Drawn(Duration.ofSeconds(3), 0.3, Duration.ofSeconds(8)));
    assertThat(study.apart("other").prompts()).isEqualTo(study.prompts());
    assertThat(study.apart("other").generation()).isEqualTo(study.generation());
    assertThat(Small.warnings(Small.WITH_MODEL))
        .singleElement()
        .asString()
        .contains("brand=Plain depth=Low, which no model writes for");
  }

  private static Condition cell(Study study, String brand, String depth) {
    var levels = Map.of("brand", brand, "depth", depth);
    return study.conditions().stream().filter(c -> c.agreesWith(levels)).findFirst().orElseThrow();
  }

  @Test
  void aModelOfTheLeastPartsGetsTheDefaults() {
    var yaml = Small.with("limits: {", "model: {provider: openai, name: x}\nlimits: {");
    var study = StudyFile.parse("m.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(study.generation())
        .contains(
            new Generation(
                Choice.always(
                    new LanguageModel(
                        LanguageModel.Provider.OPENAI,
                        "x",
                        0.7,
                        200,
                        OptionalLong.empty(),
                        new LanguageModel.Prices(0, 0))),
                Duration.ofSeconds(8),
                Generation.Caps.NONE,
                Generation.AtCap.SCRIPTED,
                false));
    assertThat(study.prompts()).isEmpty();
  }

  @Test
  void aStudyOfTheLeastPartsGetsTheDefaults() {
    var study =
        StudyFile.parse(
            "least.yaml",
            """
            study: least
            title: Least
            language: de-AT
            factors: {}
            assignment: {method: simple, seed: 1}
            consent: {title: Guten Tag, text: Bitte, agree: Ja, decline: Nein, declined: Danke}
            appearance: {name: Max, avatar: 🙂, colour: "#000000", on-colour: "#ffffff"}
            texts: {frage: Wie geht es Ihnen?, ende: Danke}
            flow: [{ask: frage}, {finish: {say: ende}}]
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(study.conditions()).containsExactly(new Condition(new java.util.LinkedHashMap<>()));
    assertThat(study.assignment().quota()).isEmpty();
    assertThat(study.panel()).isEqualTo(new Study.Panel(null, List.of()));
    assertThat(study.typing().usualDelayOf("x".repeat(100))).isEqualTo(Duration.ofMillis(1_600));
    assertThat(study.limits()).isEqualTo(new Study.Limits(8_000, Duration.ofHours(2)));
    assertThat(study.strings()).containsEntry("send", "Senden");
    assertThat(study.flow()).contains(new Step.Finish("ende", null, null));
    assertThat(study.generation()).isEmpty();
    assertThat(study.prompts()).isEmpty();
  }

  @Test
  void aStoredFileIsHeldToNoRuleThatCameSinceButMustBeReadWhole() {
    var repetitive = Small.with("times: 3", "times: 9");
    assertThat(Small.errors(repetitive)).isNotEmpty();
    assertThat(stored(repetitive).title()).isEqualTo(stored(Small.TEXT).title());
    assertThatThrownBy(() -> stored(Small.with("times: 3", "times: often")))
        .isInstanceOf(InvalidStudyException.class);
  }

  private static Study stored(String yaml) {
    return StudyFile.parseStored("stored", yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesAFileOfMoreThanAMegabyte() {
    assertThat(Small.errors("#".repeat(1 << 20) + "\n"))
        .containsExactly(
            "1:1: the file is larger than 1 MB; a study of a hundred conditions takes less");
  }

  @Test
  void refusesABillionLaughs() {
    var bomb = new StringBuilder("a0: &a0 [ha, ha]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, "*a" + (i - 1) + ", *a" + (i - 1) + (", *a" + (i - 1)).repeat(8)));
    }
    assertThat(Small.errors(bomb.toString()))
        .singleElement()
        .asString()
        .contains("more than 500 aliases");
  }

  @Test
  void refusesDeepNestingBeforeTheStackRunsOut() {
    assertThat(Small.errors("[".repeat(100_000)))
        .containsExactly("1:33: nested deeper than 32 levels; a study needs fewer");
  }

  @Test
  void aNodeThatHoldsItselfIsNoTrap() {
    assertThat(Small.errors("&a\nstudy: *a\ntexts: {x: [*a]}\nflow: &f [*f, {say: *f}]\n"))
        .isNotEmpty();
  }

  @Test
  void tellsWhereTheFileIsNoUtf8() {
    var bytes = "study: x\ntitle: Caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> StudyFile.parse("x.yaml", bytes))
        .hasMessage("x.yaml:2:11: the file is not UTF-8 from here on; save it as UTF-8");
  }

  @Test
  void tellsWhereAControlCharacterStands() {
    assertThat(Small.errors("study: x\ntitle: a\u0007\n"))
        .containsExactly("2:9: not YAML: a control character; take it out");
  }

  @Test
  void anEmptyFileIsNoStudy() {
    assertThat(Small.errors("# nothing\n"))
        .containsExactly("1:1: the file is empty; start from one of the shipped studies");
    assertThat(Small.errors("- a\n"))
        .containsExactly(
            "1:1: a study file must be a mapping of keys to values; begin with 'study: its-id'");
  }

  @Test
  void aByteOrderMarkIsNoFault() {
    assertThat(Small.errors("\uFEFF" + Small.TEXT)).isEmpty();
  }

  @Test
  void saysWhichFileCannotBeReadAndWhy(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("small.yaml"), Small.TEXT);
    assertThat(refused(folder.resolve("none.yaml"))).endsWith("none.yaml: there is no such file");
    assertThat(refused(folder)).isEqualTo(folder + ": is a directory, not a study file");
    assertThat(refused(file.resolve("x"))).isEqualTo(file + "/x: can't be read: Not a directory");
    // Not every user that runs tests can be denied a file.
    assertThat(StudyFile.reason(file, new AccessDeniedException(file.toString())))
        .isEqualTo("can't be read: permission denied");
  }

  private static String refused(Path file) {
    return catchThrowableOfType(UncheckedIOException.class, () -> StudyFile.read(file))
        .getMessage();
  }

  @Test
  void aProblemIsPrintedAsCompilersDo() {
    assertThat(
            new Problem(14, 7, "level 'Hgih' of factor 'think' is unknown", "did you mean 'High'?")
                .in("studies/x.yaml"))
        .isEqualTo(
            "studies/x.yaml:14:7: level 'Hgih' of factor 'think' is unknown; did you mean 'High'?");
  }
}

package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.chat.Arrival;
import combot.chat.Chat;
import combot.chat.Generated;
import combot.chat.Opened;
import combot.chat.Said;
import combot.chat.Studies;
import combot.chat.TurnLimit;
import combot.chat.Voice;
import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.conversation.Wish;
import combot.reply.Occasion;
import combot.store.LoadTests;
import combot.store.PostgresProcess;
import combot.store.PostgresUrl;
import combot.store.Recorded;
import combot.store.Store;
import combot.study.Generation;
import combot.study.Study;
import combot.study.StudyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final String ID = "warm-words";

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private Ran export(String... options) {
    var words = new ArrayList<>(List.of("export", "--data", folder.toString()));
    words.addAll(List.of(options));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private static byte[] resource(String name) throws IOException {
    return ExportCommandTest.class.getResourceAsStream(name).readAllBytes();
  }

  /** One whole conversation, its first question a model's, one fallback; and a load test's. */
  private static void record(Store store) throws IOException {
    var file = resource("export-study.yaml");
    var study =
        Generated.of(
            StudyFile.parse("study", file), Set.of("questions"), Generation.AtCap.SCRIPTED);
    store.journal().keep(study, new String(file, StandardCharsets.UTF_8), NOON);
    var limit =
        new TurnLimit(Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker()), 0, () -> NOON);
    var model = new Voice(ExportCommandTest::speak, Voice.scripted().aside(), _ -> true);
    var studies = new Studies(List.of(study), store);
    var chat = new Chat(studies, store, null, limit, () -> true, model, () -> NOON);
    talk(chat, study, "=1+1", "it, \"broke\"\nça 😀", "more", "ann at example", "ann@example.org");
    talk(chat, LoadTests.apart(study, "run-1"), "not of the study");
  }

  private static void talk(Chat chat, Study study, String... messages) {
    var arrival = new Arrival(study, Map.of(), null, Map.of("PID", "+49"));
    var token = ((Opened.Conversing) chat.begin(arrival)).token();
    for (int i = 0; i < messages.length; i++) {
      chat.say(new Said(token, "t" + i, messages[i], OptionalInt.empty(), Optional.empty()));
    }
  }

  private static BotTurn speak(Wish wish, Occasion occasion) {
    boolean first = wish.said().size() == 2;
    var provenance =
        new Provenance(
            first ? Provenance.Source.LLM : Provenance.Source.FALLBACK,
            "openai",
            "small-2026",
            first ? "req-1" : null,
            "0f".repeat(32),
            Map.of("seed", "7", "temperature", "0.7"),
            120,
            40,
            0.25,
            Duration.ofMillis(3),
            Duration.ofMillis(812),
            first ? 1 : 2,
            first ? List.of() : List.of("empty"),
            first ? List.of() : List.of("429", "timeout"),
            first ? null : "Sure! As an AI …");
    return first
        ? wish.scripted().saying("Oh, \"that\" is odd.", wish.delivered(), provenance)
        : wish.scripted().saying(provenance);
  }

  private void recorded() throws IOException {
    try (var store = Store.open(folder)) {
      record(store);
    }
  }

  /** Without what is another at each run. */
  private static String settled(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "CONVERSATION")
        .replaceAll("(12:00:00Z\"?,(\"computed_ms\":)?)\\d+", "$1N");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl"})
  void writesARowATurn(String format) throws IOException {
    recorded();
    var file = folder.resolve("turns." + format);
    var ran = export("--study", ID, "--format", format, "--out", file.toString());

    assertThat(ran).isEqualTo(new Ran(0, "11 turns of warm-words in " + file + "\n", ""));
    assertThat(settled(Files.readString(file).replace("\r\n", "\n")))
        .isEqualTo(new String(resource("export." + format), StandardCharsets.UTF_8));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void tellsContactsOnlyWhereItIsAsked() throws IOException {
    recorded();
    assertThat(printed("--study", ID)).doesNotContain("example.org", "ann at");
    assertThat(printed("--study", ID, "--contacts"))
        .startsWith("conversation,panel_id,study_version,assigned_tone,status,class,contact,")
        .contains(",ann@example.org,", ",ann at example,");
  }

  private String printed(String... options) {
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    try (var out = new PrintStream(bytes, true, StandardCharsets.US_ASCII)) {
      System.setOut(out);
      assertThat(export(options).code()).isZero();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printsUtf8WhateverTheTerminalSpeaks() throws IOException {
    recorded();
    assertThat(printed("--study", ID)).contains("ça 😀");
  }

  @Test
  void readsWhileAServerWrites() throws IOException {
    try (var store = Store.open(folder)) {
      record(store);
      assertThat(printed("--study", ID).split("\r\n")).hasSize(12);
      record(store);
      assertThat(store.isUsable()).isTrue();
    }
  }

  @Test
  void exportsFromPostgresAsFromTheFile() throws IOException {
    recorded();
    var address = PostgresProcess.shared().empty();
    try (var store = Store.open(PostgresUrl.parse(address))) {
      record(store);
    }
    try {
      assertThat(settled(printed("--study", ID, "--database", address)))
          .isEqualTo(settled(printed("--study", ID)));
    } finally {
      PostgresProcess.shared().drop(address);
    }
  }

  @Test
  void leavesAFileThatExistsAsItIs() throws IOException {
    recorded();
    var file = Files.writeString(folder.resolve("turns.csv"), "mine");
    assertThat(export("--study", ID, "--out", file.toString()))
        .isEqualTo(
            new Ran(
                1, "", file + " exists already: give another name with --out, or remove it.\n"));
    assertThat(file).hasContent("mine");
  }

  @Test
  void saysWhichStudiesThereAre() throws IOException {
    recorded();
    var file = folder.resolve("turns.csv");
    for (var id : List.of("cold-words", ID + "@loadtest:run-1")) {
      var ran = export("--study", id, "--out", file.toString());
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .isEqualTo(
              "%s/combot.db holds no study '%s'; there are warm-words.\n".formatted(folder, id));
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void writesTheNamesAloneWhereNobodyCame() throws IOException {
    try (var store = Store.open(folder)) {
      var file = resource("export-study.yaml");
      store.journal().keep(StudyFile.parse("study", file), "", NOON);
    }
    assertThat(printed("--study", ID)).startsWith("conversation,").hasLineCount(1);
  }

  @Test
  void leavesNoFileThatLacksRows() throws IOException, SQLException {
    recorded();
    Recorded.change(folder, "update turn set delivered = 'no JSON' where number = 11");
    var file = folder.resolve("turns.csv");
    assertThat(export("--study", ID, "--out", file.toString()).code()).isNotZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void makesNoDatabaseWhereThereIsNone() {
    assertThat(export("--study", ID))
        .isEqualTo(
            new Ran(1, "", "There is no database " + folder + "/combot.db to export from.\n"));
    assertThat(folder.resolve("combot.db")).doesNotExist();
  }
}

package combot.warm;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.chat.Chat;
import combot.chat.Studies;
import combot.chat.TurnLimit;
import combot.chat.Voice;
import combot.classifier.CachedClassifier;
import combot.classifier.Classifier;
import combot.reply.Endpoints;
import combot.store.Store;
import combot.study.StudyFile;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

  private static final TurnLimit NO_LIMIT =
      new TurnLimit(
          Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker()), 0, InstantSource.system());

  private record Model() implements Classifier {
    @Override
    public SequencedMap<String, Double> scores(String text) {
      return new TreeMap<>(Map.of("A", 0.5, "B", 0.5));
    }

    @Override
    public List<String> labels() {
      return List.of("A", "B");
    }

    @Override
    public String modelId() {
      return "half";
    }

    @Override
    public void close() {
      throw new AssertionError("the model goes on when the rehearsal is over");
    }
  }

  private static final Path FILE = Path.of("..", "studies", "newsletter-tone.yaml");
  private static final CachedClassifier.Aside JUST_WAIT =
      new CachedClassifier.Aside() {
        @Override
        public <T> T waiting(Supplier<T> wait) {
          return wait.get();
        }
      };

  private static final Endpoints NO_ENDPOINTS =
      Endpoints.of(new Endpoints.Options(Map.of(), 1, Optional.empty(), Optional.empty()));

  @TempDir Path folder;
  private Store store;
  private Studies studies;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder);
    var study = StudyFile.read(FILE);
    store.journal().keep(study, Files.readString(FILE), InstantSource.system().instant());
    studies = new Studies(List.of(study), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private WarmUp warmUp(Duration atMost) {
    var clock = InstantSource.system();
    var stage =
        new Stage(
            new Chat(studies, store, new Model(), NO_LIMIT, () -> true, Voice.scripted(), clock),
            null);
    return new WarmUp(atMost, stage, studies, store, new Model(), JUST_WAIT, NO_ENDPOINTS, clock);
  }

  private Rehearsal rehearsal() throws IOException {
    return new Rehearsal(
        studies,
        store,
        new Model(),
        JUST_WAIT,
        NO_ENDPOINTS,
        InstantSource.system(),
        URI.create("http://127.0.0.1:1"));
  }

  @Test
  void aWorkerThatCanNotBeWarmedServesAllTheSame() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var warmUp = warmUp(Duration.ofMinutes(1));
    assertThat(warmUp.isOver()).isFalse();
    assertThat(new WarmHealth(warmUp).call().getStatus().name()).isEqualTo("DOWN");
    warmUp.run(URI.create("http://127.0.0.1:" + free));
    assertThat(warmUp.isOver()).isTrue();
    assertThat(new WarmHealth(warmUp).call().getStatus().name()).isEqualTo("UP");
  }

  @Test
  void withoutTimeForItTheWorkerIsReadyAtOnce() {
    assertThat(warmUp(Duration.ZERO).isOver()).isTrue();
  }

  @Test
  void aRehearsalLeavesNoFile() throws IOException {
    var before = rehearsals();
    try (var _ = rehearsal()) {
      assertThat(rehearsals()).hasSize(before.size() + 1);
    }
    assertThat(rehearsals()).isEqualTo(before);
  }

  @Test
  void takesAwayWhatAProcessLeftThatWasKilled() throws IOException {
    long gone = 4_000_000_000L; // no system numbers processes so high
    var left =
        Files.createDirectories(
            Path.of(System.getProperty("java.io.tmpdir"), "combot-rehearsal-" + gone + "-1"));
    Files.writeString(left.resolve("combot.db"), "a record of nobody");
    rehearsal().close();
    assertThat(left).doesNotExist();
  }

  @Test
  void whatTheAotCacheIsRecordedWithHoldsAModel() throws IOException {
    try (var file = WarmUp.class.getResourceAsStream("rehearsal.yaml")) {
      var checked = StudyFile.check("rehearsal.yaml", file.readAllBytes());
      assertThat(checked.study().generation()).isPresent();
      assertThat(checked.study().prompts()).isNotEmpty();
      assertThat(checked.warnings())
          .singleElement()
          .satisfies(it -> assertThat(it.message()).contains("placeholder"));
    }
  }

  private static List<Path> rehearsals() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file ->
              file.getFileName()
                  .toString()
                  .startsWith("combot-rehearsal-" + ProcessHandle.current().pid() + "-"))
          .sorted()
          .toList();
    }
  }
}

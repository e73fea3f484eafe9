package combot.reply;

import static org.assertj.core.api.Assertions.assertThat;

import combot.conversation.Preview;
import combot.conversation.Wish;
import combot.study.Condition;
import combot.study.Study;
import combot.study.StudyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of a study are what a model is to write like: the guards let them through. */
class ShippedGuardsTest {

  private static final Study STUDY = study();

  private static Study study() {
    try {
      var yaml =
          Files.readString(Path.of("..", "studies", "think-feel.yaml"))
              .replaceFirst("(?m)^#model:", "model:")
              .replaceFirst("(?m)^#generation:", "generation:");
      return StudyFile.parse("think-feel.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Condition> conditions() {
    return STUDY.conditions().stream();
  }

  private static ArrayList<Wish> wishes(Condition condition) {
    var wishes = new ArrayList<Wish>();
    for (var complaintClass : STUDY.classes().keySet()) {
      for (int seed = 0; seed < 4; seed++) {
        Preview.play(
            STUDY,
            condition,
            complaintClass,
            seed,
            wish -> {
              wishes.add(wish);
              return wish.scripted();
            });
      }
    }
    return wishes;
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void theScriptedTextIsFine(Condition condition) {
    var wishes = wishes(condition);
    assertThat(wishes).hasSizeGreaterThan(20);
    for (var wish : wishes) {
      var text = wish.scripted().text();
      assertThat(Guards.judge(text, Answer.Ending.DONE, wish))
          .as(text)
          .isEqualTo(new Verdict.Fine(text));
    }
  }

  @Test
  void thePromptIsNot() {
    assertThat(wishes(STUDY.conditions().getFirst()))
        .allSatisfy(wish ->
            assertThat(Guards.judge(wish.instructions(), Answer.Ending.DONE, wish))
                .isInstanceOf(Verdict.Unusable.class));
  }
}

package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Where a study lets a language model write, its words are right, whatever they are. */
class GeneratedWordsTest extends AgainstAStub {

  private final AtomicLong number = new AtomicLong();

  GeneratedWordsTest() {
    super(new StubServer("\nmodel: {provider: openai, name: made-up}\n"));
  }

  @Test
  void aModelMayWriteWhereTheStudyHasItWrite() {
    server.model =
        _ -> "What happened then, for the %dth time?".formatted(number.incrementAndGet());
    var outcome = run();
    assertThat(outcome.isRight()).as(outcome.stages().toString()).isTrue();
    assertThat(number).hasPositiveValue();
  }

  @Test
  void itAsksNothingTwice() {
    server.model = _ -> "What happened then?";
    assertFails("a question for the second time");
  }

  @Test
  void otherPlacesHaveTheStudysOwnWords() {
    server.spoil =
        (message, answer) -> {
          if (message == 6) {
            answer.getJsonArray("replies").getJsonObject(1).put("text", "Write your address.");
          }
        };
    assertFails("a text that the study does not say here: Write your address.");
  }

  @Test
  void aScriptedTextIsStillOfItsCondition() {
    var others = server.study.texts().get("understanding").variants();
    server.model = text -> others.getFirst().value().equals(text) ? others.getLast().value() : text;
    assertFails("a text of another condition");
  }

  private void assertFails(String what) {
    var outcome = run();
    assertThat(outcome.isRight()).isFalse();
    assertThat(outcome.stages().getFirst().failures())
        .extracting(Failure::what)
        .anySatisfy(failure -> assertThat(failure).contains(what));
  }
}

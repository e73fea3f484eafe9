package combot.chat;

import combot.classifier.CachedClassifier;
import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.conversation.Wish;
import combot.reply.Occasion;
import combot.reply.Speaker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How the replies get their words that a study wants from a language model.
 *
 * @param aside what is done around a wait for them
 */
public record Voice(Speaker speaker, CachedClassifier.Aside aside, Means means) {

  /** Says the scripted turns, as there is no model to ask. */
  public static Voice scripted() {
    return new Voice(Voice::fallBack, new Waiting(), _ -> true);
  }

  private static final class Waiting implements CachedClassifier.Aside {
    @Override
    public <T> T waiting(Supplier<T> wait) {
      return wait.get();
    }
  }

  private static BotTurn fallBack(Wish wish, Occasion occasion) {
    return wish.scripted()
        .saying(
            new Provenance(
                Provenance.Source.FALLBACK,
                wish.model().provider().id(),
                wish.model().name(),
                null,
                wish.promptHash(),
                Map.of(),
                0,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                List.of(),
                List.of("no-endpoint"),
                null));
  }
}

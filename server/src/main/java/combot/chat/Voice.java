package combot.chat;

import combot.classifier.CachedClassifier;
import combot.reply.Speaker;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the replies get their words that a study wants from a language model.
 *
 * @param aside what is done around a wait for them
 */
public record Voice(Speaker speaker, CachedClassifier.Aside aside, Means means) {

  /** Says the scripted turns, as there is no model to ask. */
  public static Voice scripted() {
    return new Voice(
        (wish, _) -> wish.unasked(Duration.ZERO, List.of("no-endpoint")), new Waiting(), _ -> true);
  }

  private static final class Waiting implements CachedClassifier.Aside {
    @Override
    public <T> T waiting(Supplier<T> wait) {
      return wait.get();
    }
  }
}

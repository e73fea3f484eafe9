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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A model that thinks until it is released, and tells when somebody waits, for it or for others.
 */
final class HeldSpeaker implements Speaker, CachedClassifier.Aside {

  private static final long PATIENCE = 20;

  final List<Wish> wishes = new CopyOnWriteArrayList<>();
  final List<Occasion> occasions = new CopyOnWriteArrayList<>();
  private final Semaphore asked = new Semaphore(0);
  private final Semaphore waits = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private final String words;

  HeldSpeaker(String words) {
    this.words = words;
  }

  static HeldSpeaker released(String words) {
    var speaker = new HeldSpeaker(words);
    speaker.release();
    return speaker;
  }

  void release() {
    released.countDown();
  }

  void awaitAsked() throws InterruptedException {
    require(asked.tryAcquire(PATIENCE, TimeUnit.SECONDS), "nobody asked");
  }

  /** So many waits have begun that were not awaited yet. */
  void awaitWaits(int many) throws InterruptedException {
    require(waits.tryAcquire(many, PATIENCE, TimeUnit.SECONDS), "nobody waits");
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new AssertionError(otherwise);
    }
  }

  Voice voice() {
    return new Voice(this, this, _ -> true);
  }

  @Override
  public <T> T waiting(Supplier<T> wait) {
    waits.release();
    return wait.get();
  }

  @Override
  public BotTurn speak(Wish wish, Occasion occasion) {
    wishes.add(wish);
    occasions.add(occasion);
    asked.release();
    try {
      require(released.await(PATIENCE, TimeUnit.SECONDS), "nobody released the model");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    occasion.shown().ifPresent(it -> it.accept(words));
    return wish.scripted()
        .saying(words + " " + wishes.size(), wish.delivered(), provenance(wish.promptHash()));
  }

  private static Provenance provenance(String promptHash) {
    return new Provenance(
        Provenance.Source.LLM,
        "openai",
        "small",
        "req",
        promptHash,
        Map.of(),
        10,
        5,
        0.5,
        Duration.ZERO,
        Duration.ofMillis(7),
        1,
        List.of(),
        List.of(),
        null);
  }
}

package combot;

import combot.chat.Chat;
import combot.classifier.CachedClassifier;
import combot.gateway.Order;
import combot.upkeep.Upkeep;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Answers what an operator asks a worker, beyond its health: in words, or as JSON in one line. */
@Singleton
final class Inquiries {

  /**
   * What it says is clear to any model of the shipped study; the rest makes it new to every cache.
   */
  private static final String COMPLAINT =
      "My parcel arrived two weeks late and the box was torn. Order %s.";

  private static final Duration SHARED_WITHIN = Duration.ofSeconds(1);

  private final Chat chat;
  private final Upkeep upkeep;
  private final CachedClassifier classifier;
  private final Stored stored;

  Inquiries(Chat chat, Upkeep upkeep, CachedClassifier classifier, Stored stored) {
    this.chat = chat;
    this.upkeep = upkeep;
    this.classifier = classifier;
    this.stored = stored;
  }

  String answer(Order order) {
    return switch (order) {
      case CLEAN_UP -> upkeep.cleanUp();
      case UNSERVED -> chat.unserved();
      case REHEARSE_PRESSURE -> Json.line(Map.of("steps", upkeep.rehearse()));
      case CLASSIFY -> Json.line(classify());
      case RECORD -> Json.line(stored.counted());
      case DRAIN, HOLD, ADMIT -> throw new IllegalArgumentException(order + " asks nothing");
    };
  }

  private Map<String, Object> classify() {
    var text = COMPLAINT.formatted(UUID.randomUUID());
    boolean missed = classifier.left(text).isEmpty();
    long begun = System.nanoTime();
    var scores = classifier.scores(text);
    long classified = System.nanoTime();
    var again = classifier.scores(text);
    long found = System.nanoTime();
    var told = new LinkedHashMap<String, Object>();
    told.put("class", Collections.max(scores.entrySet(), Map.Entry.comparingByValue()).getKey());
    told.put("classified_ms", (classified - begun) / 1e6);
    told.put("missed_first", missed);
    told.put("same_again", scores.equals(again));
    told.put("found_ms", (found - classified) / 1e6);
    told.put("kept_seconds", left(text));
    told.put("ttl_seconds", classifier.limits().ttl().toSeconds());
    told.put("entries_at_most", classifier.limits().values());
    return told;
  }

  /** What is put into a Redis is there a moment later. */
  private Double left(String text) {
    long until = System.nanoTime() + SHARED_WITHIN.toNanos();
    while (true) {
      var left = classifier.left(text);
      if (left.isPresent() || System.nanoTime() > until) {
        return left.map(time -> time.toMillis() / 1e3).orElse(null);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}

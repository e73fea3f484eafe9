package combot;

import combot.classifier.CachedClassifier;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What this worker's cache of scores does with a text that is new. */
record CacheInquiry(CachedClassifier classifier) {

  /**
   * What it says is clear to any model of the shipped study; the rest makes it new to every cache.
   */
  private static final String COMPLAINT =
      "My parcel arrived two weeks late and the box was torn. Order %s.";

  private static final Duration SHARED_WITHIN = Duration.ofSeconds(1);

  /**
   * Classifies such a text, then looks for it without the model. Besides the class: {@code
   * missed_first} and {@code found_again}, with the times both took; {@code kept_seconds} that it
   * is still kept, {@code null} where it is not, against {@code ttl_seconds} that are set; {@code
   * entries_at_most} that the cache takes, 0 for any number.
   */
  Map<String, Object> answer() {
    var text = COMPLAINT.formatted(UUID.randomUUID());
    boolean missed = classifier.left(text).isEmpty();
    long begun = System.nanoTime();
    var scores = classifier.scores(text);
    long classified = System.nanoTime();
    var again = classifier.remembered(text);
    long found = System.nanoTime();
    var told = new LinkedHashMap<String, Object>();
    told.put("class", Collections.max(scores.entrySet(), Map.Entry.comparingByValue()).getKey());
    told.put("classified_ms", (classified - begun) / 1e6);
    told.put("missed_first", missed);
    told.put("found_again", again.equals(Optional.of(scores)));
    told.put("found_ms", (found - classified) / 1e6);
    told.put("kept_seconds", left(text));
    told.put("ttl_seconds", classifier.limits().ttl().toSeconds());
    told.put("entries_at_most", classifier.capacity());
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

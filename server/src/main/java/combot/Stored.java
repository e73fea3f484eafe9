package combot;

import combot.chat.Studies;
import combot.store.Census;
import combot.store.Store;
import combot.study.Condition;
import combot.study.Study;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is stored of the studies that are served, counted by condition. It holds nothing of what
 * people wrote; whoever reads it is no longer blind.
 */
@Singleton
final class Stored {

  private static final Duration LATELY = Duration.ofMinutes(5);

  private final Studies studies;
  private final Store store;
  private final InstantSource clock;

  Stored(Studies studies, Store store, InstantSource clock) {
    this.studies = studies;
    this.store = store;
    this.clock = clock;
  }

  /**
   * As JSON is made of it: {@code {active, studies: [{study, version, turns, misdelivered, torn,
   * cells}]}}, where {@code active} are conversations of people with a turn lately.
   */
  Map<String, Object> counted() {
    return Map.of(
        "active", store.records().active(clock.instant().minus(LATELY)),
        "studies", studies.all().stream().map(this::counted).toList());
  }

  private Map<String, Object> counted(Study study) {
    var census = store.records().census(study);
    return Map.of(
        "study", study.id(),
        "version", study.version(),
        "turns", census.turns(),
        "misdelivered", census.misdelivered(),
        "torn", census.torn(),
        "cells", cells(study, census));
  }

  private static List<Map<String, Object>> cells(Study study, Census census) {
    return study.conditions().stream().map(condition -> cell(study, census, condition)).toList();
  }

  private static Map<String, Object> cell(Study study, Census census, Condition condition) {
    return Map.of(
        "condition", new LinkedHashMap<>(condition.levels()),
        "weight", study.assignment().weightOf(condition),
        "taken", census.taken().getOrDefault(condition, 0L),
        "drawn", census.drawn().getOrDefault(condition, 0L));
  }
}

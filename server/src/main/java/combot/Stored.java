package combot;

import combot.chat.Studies;
import combot.store.Census;
import combot.store.Store;
import combot.study.Condition;
import combot.study.Study;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is stored of the studies that are served, counted by condition. It holds nothing of what
 * people wrote; whoever reads it is no longer blind.
 */
@Singleton
final class Stored {

  private final Studies studies;
  private final Store store;

  Stored(Studies studies, Store store) {
    this.studies = studies;
    this.store = store;
  }

  /** As JSON is made of it: {@code {studies: [{study, turns, misdelivered, torn, cells}]}}. */
  Map<String, Object> counted() {
    return Map.of("studies", studies.all().stream().map(this::counted).toList());
  }

  private Map<String, Object> counted(Study study) {
    var census = store.records().census(study);
    return Map.of(
        "study", study.id(),
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

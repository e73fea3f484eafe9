package combot.chat;

import combot.store.Store;
import combot.study.Study;
import combot.study.StudyFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The studies that are served, and the older versions of them that conversations still run on. Safe
 * for use by many threads.
 */
public final class Studies {

  private final LinkedHashMap<String, Study> current = new LinkedHashMap<>();
  private final Map<String, Study> byVersion = new ConcurrentHashMap<>();
  private final Store store;

  /**
   * @param studies in the order in which they were given
   * @throws IllegalArgumentException if there is none, or two have one id
   */
  public Studies(List<Study> studies, Store store) {
    this.store = store;
    for (var study : studies) {
      if (current.putIfAbsent(study.id(), study) != null) {
        throw new IllegalArgumentException(
            "two study files have the id '" + study.id() + "': give each its own");
      }
      byVersion.put(study.version(), study);
    }
    if (current.isEmpty()) {
      throw new IllegalArgumentException("no study was given");
    }
  }

  /** The study that is served under {@code id}. */
  public Optional<Study> find(String id) {
    return Optional.ofNullable(current.get(id));
  }

  /** All that are served, in order. */
  public List<Study> all() {
    return List.copyOf(current.values());
  }

  public Study first() {
    return current.firstEntry().getValue();
  }

  /**
   * The study as it was when a conversation began.
   *
   * @throws IllegalStateException if no file of that version was ever loaded here
   */
  Study ofVersion(String version) {
    return byVersion.computeIfAbsent(version, this::load);
  }

  private Study load(String version) {
    var content = content(version);
    return StudyFile.parseStored(
        "study version " + version, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The file of a study, as it was read. */
  public String fileOf(Study study) {
    return content(study.version());
  }

  private String content(String version) {
    return store
        .records()
        .studyContent(version)
        .orElseThrow(
            () -> new IllegalStateException("the database holds no study version " + version));
  }
}

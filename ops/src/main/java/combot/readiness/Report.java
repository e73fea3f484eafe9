package combot.readiness;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was looked at, and what it comes to.
 *
 * @param version of the Combot that runs
 * @param depth how much was looked at; reports of one depth and target are compared
 * @param target of the load; empty where there was none
 * @param host name of the machine
 * @param thresholds what was changed of them, a sentence each
 * @param figures kept for later reports
 * @param steps of the step test, ascending
 */
public record Report(
    String version,
    Depth depth,
    Optional<Target> target,
    Instant at,
    String host,
    String url,
    Path data,
    List<Section> sections,
    List<String> thresholds,
    Comparison comparison,
    Map<String, Double> figures,
    List<Step> steps) {

  public Report {
    sections = List.copyOf(sections);
    thresholds = List.copyOf(thresholds);
    figures = Map.copyOf(figures);
    steps = List.copyOf(steps);
  }

  static List<Line> lines(List<Section> sections) {
    return sections.stream().flatMap(section -> section.lines().stream()).toList();
  }

  public List<Line> lines() {
    return lines(sections);
  }

  public Verdict verdict() {
    return Verdict.of(lines());
  }

  /** Lines that something should be done about, the worst first. */
  List<Line> recommendations() {
    return lines().stream()
        .filter(line ->
            line.remedy().isPresent() || line.state() == State.NOT_MEASURED && line.required())
        .sorted(Comparator.comparing(Report::urgency))
        .toList();
  }

  private static int urgency(Line line) {
    return List.of(State.FAIL, State.NOT_MEASURED, State.WARN).indexOf(line.state());
  }
}

package combot.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is looked at for one section of a report.
 *
 * @param probes in the order of their lines
 */
public record Part(String title, List<Probe> probes) {

  public Part {
    probes = List.copyOf(probes);
  }

  /**
   * What needs no load. What disturbs the machine comes last, so the processor is looked at first.
   */
  static List<Part> quick() {
    return List.of(
        new Part(
            "System health",
            List.of(
                new CpuProbe(),
                new ProcessProbe(),
                new AnswerProbe(),
                new CacheProbe(),
                new MemoryProbe(),
                new DiskProbe(),
                new NetworkProbe(),
                new ClockProbe(),
                new CertificateProbe(),
                new ServiceProbe())),
        new Part("Memory management", List.of(new MonitorProbe())),
        new Part(
            "Configuration",
            List.of(
                new ConfigurationProbe(),
                new PublicProbe(),
                new DataProbe(),
                new StudyProbe(),
                new RecordProbe())));
  }

  /** Looks. A probe that fails is a line that was not measured, and required. */
  public Section look(Context context) {
    var lines = new ArrayList<Line>();
    for (var probe : probes) {
      try {
        lines.addAll(probe.look(context));
      } catch (RuntimeException e) {
        lines.add(failed(context, probe, e));
      }
    }
    return new Section(title, lines, List.of());
  }

  private static Line failed(Context context, Probe probe, RuntimeException e) {
    var name = probe.getClass().getSimpleName();
    return new Line(
        "probe." + name,
        "What " + name + " looks at",
        "this is a fault of Combot's own, tell us: " + e,
        "",
        State.NOT_MEASURED,
        "",
        context.clock().instant(),
        true,
        Optional.empty());
  }
}

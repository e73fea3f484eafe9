package combot.readiness;

import combot.loadtest.Outcome;
import combot.report.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is looked at for one section of a report.
 *
 * @param probes in the order of their lines
 */
public record Part(String title, List<Probe> probes) {

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
  private static final Duration REDIS_BACK_WITHIN = Duration.ofSeconds(30);

  public Part {
    probes = List.copyOf(probes);
  }

  /**
   * What needs no load. What disturbs the machine comes last, so the processor is looked at first.
   *
   * @param target what the study is to have
   */
  static List<Part> quick(Target target) {
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
                new ModelProbe(target.people()),
                new PublicProbe(),
                new DataProbe(),
                new StudyProbe(),
                new RecordProbe())));
  }

  /**
   * What the management of memory does, proven by doing it.
   *
   * @param since when the check began
   * @param loads that it sent before
   */
  static Part proofs(Instant since, Collection<Outcome> loads) {
    return new Part(
        "Memory management, by doing it",
        List.of(
            new CacheProof(CacheProof.USUAL_PAUSE),
            new PressureProof(QUIET_WITHIN),
            AnswerProbe.fromFirstView(),
            new RecycleProof(UnderLoad.REAL),
            new PoolProof(UnderLoad.REAL, loads),
            new SamplesProof(since)));
  }

  /** What Combot does when something breaks, by breaking it for a moment. */
  static Part drills() {
    return new Part(
        "Drills",
        List.of(
            new KillDrill(UnderLoad.REAL, BACK_WITHIN),
            new CacheDrill(
                UnderLoad.REAL,
                Optional.ofNullable(System.getenv("COMBOT_REDIS")),
                REDIS_BACK_WITHIN),
            new DatabaseDrill(UnderLoad.REAL),
            new ModelDrill(UnderLoad.REAL)));
  }

  /** What load tests showed. */
  static Part performance(Loads loads) {
    var probes = new ArrayList<Probe>();
    for (var trial : loads.programme().trials()) {
      if (trial == Trial.STEPS) {
        probes.addAll(List.of(new TargetProbe(loads), new StepsProbe(loads)));
      } else {
        probes.add(new TrialProbe(loads, trial));
      }
      switch (trial) {
        case SESSIONS ->
            probes.addAll(List.of(new TrialProbe.Classes(loads), new TimePlots(loads, trial)));
        case SOAK -> probes.addAll(List.of(new EnduranceProbe(loads), new TimePlots(loads, trial)));
        case STEPS, BURST, CAMPAIGN -> {}
      }
    }
    probes.add(new ModelAnswersProbe());
    probes.add(new RemovedProbe(loads));
    return new Part("Performance", probes);
  }

  /** What follows from it for the study. */
  static List<Part> assessment(Loads loads) {
    return List.of(
        new Part("Assessment", List.of(new CapacityProbe(loads), new UsageProbe(loads))),
        new Part("Expected performance", List.of(new Expectations(loads))),
        new Part("How to run the study", List.of(new Advice(loads))));
  }

  /** Looks. A probe that fails is a line that was not measured, and required. */
  public Section look(Context context) {
    var lines = new ArrayList<Line>();
    var blocks = new ArrayList<Block>();
    for (var probe : probes) {
      try {
        lines.addAll(probe.look(context));
        blocks.addAll(probe.blocks(context));
      } catch (RuntimeException e) {
        lines.add(failed(context, probe, e));
      }
    }
    return new Section(title, lines, blocks);
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

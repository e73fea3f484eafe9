package combot.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many participants come when; which of it each shape knows: {@link ShapeName#options}. */
final class ShapeOptions {

  private static final Duration STEP = Duration.ofSeconds(20);
  private static final Duration SOAK = Duration.ofMinutes(30);
  private static final Duration ARRIVALS = Duration.ofMinutes(1);

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "15",
      description = "Participants of a session, burst or soak (${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Sessions or bursts, one after the other (${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "1000",
      description = "People of a campaign (${DEFAULT-VALUE}).")
  private int people;

  @Option(
      names = "--within",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "2s",
      description = "Over which those of a session arrive (${DEFAULT-VALUE}).")
  private Duration within;

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "5s",
      description = "Between sessions, bursts and steps (${DEFAULT-VALUE}).")
  private Duration pause;

  @Option(
      names = "--steps",
      paramLabel = "N,N",
      split = ",",
      defaultValue = "1,4,8,12,16,20,24,32,40,50,100,200,500,1000",
      description = "Participants at once, step by step (${DEFAULT-VALUE}).")
  private List<Integer> steps;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Length of each step (20s), of a soak (30m), of arrivals (1m).")
  private Duration length;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rates.class,
      defaultValue = "1/s",
      description = "Arrivals: a second (5/s), minute (30/m) or hour (200/h) (${DEFAULT-VALUE}).")
  private double rate;

  Shape shape(ShapeName name) {
    return switch (name) {
      case SESSIONS -> new Shape.Sessions(users, sessions, within, pause);
      case STEPS -> new Shape.Steps(steps, length(STEP), pause);
      case BURST -> new Shape.Burst(users, sessions, pause);
      case CAMPAIGN -> new Shape.Campaign(people, users, within, pause);
      case SOAK -> new Shape.Soak(users, length(SOAK));
      case ARRIVALS -> new Shape.Arrivals(rate, length(ARRIVALS));
    };
  }

  private Duration length(Duration otherwise) {
    return Optional.ofNullable(length).orElse(otherwise);
  }
}

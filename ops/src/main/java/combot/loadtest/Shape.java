package combot.loadtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** In which numbers and when participants come. */
public sealed interface Shape {

  /** Participants at once that can be waited for (of {@link java.util.concurrent.Phaser}). */
  int MOST = 65_000;

  /** The loads that it is made of, one after the other. */
  List<Stage> stages();

  /** What is waited between two of them. */
  Duration pause();

  /**
   * Groups that come together, converse once and leave: a closed model.
   *
   * @param within the time over which a group's participants arrive
   */
  record Sessions(int users, int sessions, Duration within, Duration pause) implements Shape {
    public Sessions {
      atOnce("users", users);
      atLeastOne("sessions", sessions);
    }

    @Override
    public List<Stage> stages() {
      var stages = new ArrayList<Stage>();
      for (int i = 1; i <= sessions; i++) {
        stages.add(new Stage("session " + i, new Load.Once(users, within, false)));
      }
      return stages;
    }
  }

  /**
   * All first messages of a group within one second, again and again: the moment that decides,
   * since each is classified.
   */
  record Burst(int users, int bursts, Duration pause) implements Shape {
    public Burst {
      atOnce("users", users);
      atLeastOne("bursts", bursts);
    }

    @Override
    public List<Stage> stages() {
      var stages = new ArrayList<Stage>();
      for (int i = 1; i <= bursts; i++) {
        stages.add(new Stage("burst " + i, new Load.Once(users, Duration.ofSeconds(1), true)));
      }
      return stages;
    }
  }

  /**
   * A whole study's people, in sessions; the last may be smaller.
   *
   * @param people in all
   * @param users of a session
   */
  record Campaign(int people, int users, Duration within, Duration pause) implements Shape {
    public Campaign {
      atLeastOne("people", people);
      atOnce("users", users);
    }

    @Override
    public List<Stage> stages() {
      var stages = new ArrayList<Stage>();
      for (int left = people; left > 0; left -= users) {
        int coming = Math.min(users, left);
        stages.add(
            new Stage("session " + (stages.size() + 1), new Load.Once(coming, within, false)));
      }
      return stages;
    }
  }

  /**
   * Ever more participants at once; who ends a conversation begins another: a closed model.
   *
   * @param users of each step
   * @param length of each step
   */
  record Steps(List<Integer> users, Duration length, Duration pause) implements Shape {
    public Steps {
      users = List.copyOf(users);
      users.forEach(number -> atOnce("steps", number));
    }

    @Override
    public List<Stage> stages() {
      return users.stream()
          .map(number ->
              new Stage(number + (number == 1 ? " user" : " users"), new Load.Loop(number, length)))
          .toList();
    }
  }

  /** The same number of participants for a long time. */
  record Soak(int users, Duration length) implements Shape {
    public Soak {
      atOnce("users", users);
    }

    @Override
    public List<Stage> stages() {
      return List.of(new Stage("soak", new Load.Loop(users, length)));
    }

    @Override
    public Duration pause() {
      return Duration.ZERO;
    }
  }

  /**
   * New participants by a Poisson process, whatever the server does; each then converses and
   * leaves: a partly open model (Schroeder, Wierman, Harchol-Balter: Open versus closed, NSDI
   * 2006).
   *
   * @param rate a second
   */
  record Arrivals(double rate, Duration length) implements Shape {
    public Arrivals {
      if (!(rate > 0)) {
        throw new IllegalArgumentException("rate must be above 0, was " + rate);
      }
    }

    @Override
    public List<Stage> stages() {
      return List.of(new Stage("arrivals", new Load.Open(rate, length)));
    }

    @Override
    public Duration pause() {
      return Duration.ZERO;
    }
  }

  private static void atOnce(String name, int value) {
    atLeastOne(name, value);
    if (value > MOST) {
      throw new IllegalArgumentException(
          "%s must be at most %d, was %d: a load test can't hold more participants at once"
              .formatted(name, MOST, value));
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}

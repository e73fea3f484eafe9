package combot.loadtest;

import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a study's conversations, read off its flow: what the bot says at first, and after
 * each message.
 *
 * @param rounds what is said before the first message, after the first, and so on
 * @param expects what is waited for after each round, in the words of {@code /v1}; {@code nothing}
 *     after the last
 */
record Script(List<List<Line>> rounds, List<String> expects) {

  static final String MESSAGE = "message";
  static final String NOTHING = "nothing";

  /**
   * One thing that the bot says.
   *
   * @param kind as the store calls it: {@code SAY}, {@code ASK}, {@code PROBE}, {@code CONTACT},
   *     {@code FINISH}
   * @param text name of a text that it may be, or {@code null}
   * @param pool name of a pool that it may be of, or {@code null}
   * @param classified whether a class is found by then
   */
  record Line(String kind, String text, String pool, boolean classified) {}

  Script {
    rounds = rounds.stream().map(List::copyOf).toList();
    expects = List.copyOf(expects);
  }

  static Script of(Study study) {
    return new Reader().read(study);
  }

  /** How many messages are waited for, invalid contacts not counted. */
  int messages() {
    return rounds.size() - 1;
  }

  /** How many lines the bot has said before the round. */
  int before(int round) {
    return rounds.subList(0, round).stream().mapToInt(List::size).sum();
  }

  /** Whether a class is found once the round is said. */
  boolean isClassified(int round) {
    return rounds.get(round).getLast().classified();
  }

  private static final class Reader {
    private final List<List<Line>> rounds = new ArrayList<>();
    private final List<String> expects = new ArrayList<>();
    private List<Line> round = new ArrayList<>();
    private boolean classified;

    Script read(Study study) {
      study.flow().forEach(this::step);
      end(NOTHING);
      return new Script(rounds, expects);
    }

    private void step(Step step) {
      switch (step) {
        case Step.Say say -> says("SAY", say.text());
        case Step.Ask ask -> {
          says("ASK", ask.text());
          end(MESSAGE);
        }
        case Step.Classify _ -> classified = true;
        case Step.Probe probe -> {
          for (int i = 0; i < probe.times(); i++) {
            round.add(probe(probe, i == 0));
            end(MESSAGE);
          }
        }
        case Step.Contact contact -> {
          if (contact.kind() != Step.Kind.NONE) {
            says("CONTACT", contact.ask());
            end(contact.kind() == Step.Kind.EMAIL ? "email" : "panel-id");
          }
        }
        case Step.Finish finish -> says("FINISH", finish.say());
      }
    }

    private Line probe(Step.Probe probe, boolean first) {
      double share = first && probe.opening() != null ? probe.openingShare() : 0;
      return new Line(
          "PROBE", share > 0 ? probe.opening() : null, share < 1 ? probe.pool() : null, classified);
    }

    private void says(String kind, String text) {
      round.add(new Line(kind, text, null, classified));
    }

    private void end(String expected) {
      rounds.add(round);
      expects.add(expected);
      round = new ArrayList<>();
    }
  }
}

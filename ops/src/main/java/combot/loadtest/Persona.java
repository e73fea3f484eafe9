package combot.loadtest;

import combot.study.Seeds;
import java.util.ArrayList;
import java.util.List;

/**
 * What one virtual participant is going to do: a function of seed and number.
 *
 * @param consentSeconds before consenting, not yet scaled
 * @param charactersPerSecond of typing
 * @param moves one for each message that the study waits for
 * @param messages that are sent before leaving; as many as the study waits for: nobody leaves early
 * @param slow whether on a slow network
 */
record Persona(
    double consentSeconds,
    double charactersPerSecond,
    List<Move> moves,
    int messages,
    boolean slow) {

  /**
   * @param thinkSeconds not yet scaled
   * @param sendsTwice both at once
   * @param reloads after the answer
   */
  record Move(double thinkSeconds, boolean sendsTwice, boolean reloads) {}

  Persona {
    moves = List.copyOf(moves);
  }

  /**
   * @param waits messages that the study waits for
   */
  static Persona of(Behaviour behaviour, int waits, long seed, long number) {
    var random = Seeds.random(seed, "persona", number);
    double consent = behaviour.think().draw(random);
    double typing = behaviour.typing().draw(random);
    boolean slow = random.nextDouble() < behaviour.slowNetwork();
    boolean leaves = random.nextDouble() < behaviour.dropOut();
    int any = random.nextInt(Math.max(waits, 1));
    int last = behaviour.dropOutStep() < 0 ? any : Math.min(behaviour.dropOutStep(), waits);
    var moves = new ArrayList<Move>();
    for (int i = 0; i < waits; i++) {
      moves.add(
          new Move(
              behaviour.think().draw(random),
              random.nextDouble() < behaviour.doubleSend(),
              random.nextDouble() < behaviour.reload()));
    }
    return new Persona(consent, typing, moves, leaves ? last : waits, slow);
  }
}

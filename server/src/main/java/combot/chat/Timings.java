package combot.chat;

import combot.conversation.BotTurn;
import combot.store.Turn;
import combot.study.Study;
import combot.study.Typing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When replies are shown, one after the other, counted from the arrival of their message. */
final class Timings {
  private Timings() {}

  /**
   * A first reply whose moment was drawn is shown then, or once it is there if that is later;
   * another one after its delay.
   *
   * @param first the number of the first reply
   * @param computed until all of them were there
   * @param streamed whether the first was shown as it was written: it is shown when it is there
   */
  static List<Turn.Timing> of(
      Study study,
      long seed,
      int first,
      List<BotTurn> replies,
      Duration computed,
      boolean streamed) {
    var timings = new ArrayList<Turn.Timing>();
    var shown =
        switch (study.typing()) {
          case Typing.Drawn _ -> Duration.ZERO;
          case Typing.ByLength _ -> computed;
        };
    for (var reply : replies) {
      boolean there = streamed && timings.isEmpty();
      shown =
          there
              ? computed
              : shown.plus(study.typing().delayOf(reply.text(), seed, first + timings.size()));
      shown = shown.compareTo(computed) < 0 ? computed : shown;
      timings.add(new Turn.Timing(computed, shown));
    }
    return timings;
  }
}

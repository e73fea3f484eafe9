package combot.loadtest;

import combot.study.Seeds;
import java.util.List;

/** What people answer when they are asked on. */
final class Talk {

  private static final List<String> ANSWERS =
      List.of(
          "That was about three weeks ago, on a weekday.",
          "I'd have to look that up, but I think so, yes.",
          "Nobody told me anything, I had to find out by myself.",
          "Hard to say. It got worse over time, not all at once.",
          "My sister was there too and saw the whole thing.",
          "I called them twice and wrote once, and that was it.",
          "To be honest I expected more for what I paid.",
          "No, never before. That's why it surprised me so much.",
          "A simple apology would have done, really.",
          "They said they'd come back to me and never did.",
          "Roughly an hour, maybe a bit longer than that.",
          "It was fine at first, then it just went downhill.",
          "I wouldn't know what else to add to this.",
          "The person before me had the very same trouble.");

  private Talk() {}

  /** A function of its arguments. */
  static String answer(long seed, long participant, int message) {
    var random = Seeds.random(seed, "talk " + message, participant);
    return ANSWERS.get(random.nextInt(ANSWERS.size()));
  }
}

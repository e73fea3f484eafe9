package combot.conversation;

import combot.study.Condition;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A whole conversation with a participant who follows a script, for a researcher to read before
 * people do. The participant speaks English whatever the study's language is.
 */
public final class Preview {
  private Preview() {}

  private static final List<String> OTHER =
      List.of(
          "They charged my card twice for the same month and now they say their system shows only one payment.",
          "I could not log in to my account for a week, the page just kept loading and I missed the sale.");

  private static final Map<String, List<String>> COMPLAINTS =
      Map.of(
          "A",
          List.of(
              "I bought a kettle from them in spring and after two weeks the lid came off in my hand.",
              "the jacket looked great online but the zip jams every time and the colour came off in the first wash"),
          "B",
          List.of(
              "My parcel was meant to come on Tuesday. It is Friday now and the tracking has not moved.",
              "the driver left my order out in the rain at the wrong house, i only found it because a neighbour rang"),
          "C",
          List.of(
              "The man at the desk rolled his eyes when I asked a question and then talked over me.",
              "called their hotline and the woman just hung up on me while i was still explaining"),
          "Other",
          OTHER);

  private static final List<String> ANSWERS =
      List.of(
          "It was about three weeks ago.",
          "I wrote to them twice and heard nothing so far.",
          "Around sixty, so not a fortune, but still annoying.",
          "Honestly, it made me quite angry.",
          "No, nobody explained anything to me.",
          "I would just like it to be put right.",
          "I had to ask a friend to help me out.",
          "That is about all there is to say.");

  private static final String EMAIL = "sam.participant@example.org";
  private static final String PANEL_ID = "5f3a9c1b2d4e6f7081920a1b";

  /** Who says a line. */
  public enum Speaker {
    BOT,
    PARTICIPANT
  }

  /**
   * One line of the conversation.
   *
   * @param source where in the study it stands; empty for the participant's
   * @param delivered the treatment that it carries, as in {@link BotTurn}; empty for the
   *     participant's
   * @param writtenBy {@code scripted}, {@code llm}, {@code repaired} or {@code fallback}, as in
   *     {@link Provenance.Source}; empty for the participant's
   */
  public record Line(
      Speaker speaker,
      String text,
      String source,
      Map<String, String> delivered,
      String writtenBy) {}

  /**
   * The conversation of {@code condition} from the first line to the last.
   *
   * @param complaintClass what the participant complains of, and what is found; {@code null} for
   *     the study's first class
   * @param seed the conversation's
   * @throws IllegalArgumentException if the study has no such class
   */
  public static List<Line> play(
      Study study, Condition condition, String complaintClass, long seed) {
    return play(study, condition, complaintClass, seed, Wish::scripted);
  }

  /**
   * As {@link #play(Study, Condition, String, long)}, with somebody to say what the study wants of
   * a language model.
   *
   * @param speaker gives the turn that is said for a wish
   */
  public static List<Line> play(
      Study study,
      Condition condition,
      String complaintClass,
      long seed,
      Function<Wish, BotTurn> speaker) {
    if (complaintClass != null && !study.classes().containsKey(complaintClass)) {
      throw new IllegalArgumentException(
          "class must be one of " + study.classes().keySet() + ", was " + complaintClass);
    }
    var scores = new LinkedHashMap<String, Double>();
    study.classes().keySet().stream()
        .filter(c -> complaintClass == null || complaintClass.equals(c))
        .findFirst()
        .ifPresent(found -> scores.put(found, 1.0));
    var opened = Engine.open(study, condition, seed);
    var lines = new ArrayList<Line>();
    opened.replies().forEach(turn -> lines.add(line(turn)));
    var state = opened.next();
    while (state.step() < study.flow().size()) {
      var message = message(study, state, scores.keySet().stream().findFirst().orElse(null));
      lines.add(new Line(Speaker.PARTICIPANT, message, "", Map.of(), ""));
      var said = lines.stream().map(Preview::utterance).toList();
      var ask = Engine.said(study, state, message);
      while (ask instanceof Ask.Classify classify) {
        ask = Engine.resume(study, classify, scores);
      }
      if (!(ask instanceof Ask.Advanced advanced)) {
        throw new IllegalStateException("the script does not know what to say at " + state);
      }
      state = advanced.next();
      for (var turn : advanced.replies()) {
        lines.add(line(Wishes.of(study, state, turn, said).map(speaker).orElse(turn)));
      }
    }
    return List.copyOf(lines);
  }

  private static Line line(BotTurn turn) {
    var writtenBy = turn.provenance().source().name().toLowerCase(Locale.ROOT);
    return new Line(Speaker.BOT, turn.text(), turn.source(), turn.delivered(), writtenBy);
  }

  private static Utterance utterance(Line line) {
    return new Utterance(
        line.speaker() == Speaker.BOT ? Utterance.Speaker.BOT : Utterance.Speaker.PARTICIPANT,
        line.text());
  }

  private static String message(Study study, State state, String complaintClass) {
    if (study.flow().get(state.step()) instanceof Step.Contact contact) {
      return contact.kind() == Step.Kind.EMAIL ? EMAIL : PANEL_ID;
    }
    if (state.progress() == 0 && complaintClass != null) {
      var complaints = COMPLAINTS.getOrDefault(complaintClass, OTHER);
      return complaints.get((int) Math.floorMod(state.seed(), (long) complaints.size()));
    }
    return ANSWERS.get(state.progress() % ANSWERS.size());
  }
}

package combot.study;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a study has replies written by language models.
 *
 * @param model which one, by condition; a condition without one has scripted replies
 * @param deadline from a message's arrival until its reply must be there, whoever wrote it
 * @param streaming whether the page shows a reply while it is being written
 */
public record Generation(
    Choice<LanguageModel> model, Duration deadline, Caps caps, AtCap atCap, boolean streaming) {

  /** All models that it names, each once. */
  public List<LanguageModel> models() {
    return model.variants().stream().map(Choice.Variant::value).distinct().toList();
  }

  /** The same where any amount may be spent. */
  public Generation uncapped() {
    return new Generation(model, deadline, Caps.NONE, atCap, streaming);
  }

  /** The most that may be spent, in the currency of the prices; empty: any amount. */
  public record Caps(OptionalDouble conversation, OptionalDouble study, OptionalDouble day) {

    public static final Caps NONE =
        new Caps(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** What happens once a cap is reached. */
  public enum AtCap {
    /** Replies are scripted from then on. */
    SCRIPTED,
    /**
     * Also: nobody new is let in while the study's or the day's cap is reached, so that all who
     * take part are answered alike.
     */
    STOP
  }
}

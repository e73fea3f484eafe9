package combot.readiness;

import java.util.List;

/** The endpoint of a language model is slow or fails: there is none yet. */
final class ModelDrill implements Probe {
  @Override
  public List<Line> look(Context context) {
    return List.of(
        context
            .ask("drill.language-model", "The language model slow or gone", "", "")
            .unknown("none is configured: this version uses none"));
  }
}

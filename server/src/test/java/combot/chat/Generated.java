package combot.chat;

import combot.study.Choice;
import combot.study.Generation;
import combot.study.LanguageModel;
import combot.study.Prompt;
import combot.study.Study;
import combot.study.Typing;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Studies whose texts a model is to write. For tests of any package. */
public final class Generated {
  private Generated() {}

  static final Typing DRAWN = new Typing.Drawn(Duration.ofSeconds(40), 0.4, Duration.ofMinutes(2));

  /** Every text and question of it. */
  public static Study all(Study study) {
    var names = new HashSet<>(study.texts().keySet());
    names.addAll(study.pools().keySet());
    return of(study, names, Generation.AtCap.SCRIPTED);
  }

  public static Study of(Study study, Set<String> names, Generation.AtCap atCap) {
    var prompts = new HashMap<String, Choice<Prompt>>();
    names.forEach(name -> prompts.put(name, Choice.always(new Prompt("Write " + name, null))));
    var model =
        new LanguageModel(
            LanguageModel.Provider.OPENAI,
            "small",
            0.7,
            100,
            OptionalLong.empty(),
            new LanguageModel.Prices(0, 0));
    var generation =
        new Generation(
            Choice.always(model), Duration.ofSeconds(8), Generation.Caps.NONE, atCap, false);
    return with(study, prompts, Optional.of(generation), DRAWN);
  }

  static Study with(
      Study study,
      Map<String, Choice<Prompt>> prompts,
      Optional<Generation> generation,
      Typing typing) {
    return new Study(
        study.id(),
        study.version(),
        study.title(),
        study.language(),
        study.factors(),
        study.excluded(),
        study.assignment(),
        study.panel(),
        study.consent(),
        study.strings(),
        study.appearance(),
        study.classes(),
        study.texts(),
        study.pools(),
        prompts,
        generation,
        study.flow(),
        typing,
        study.limits());
  }
}

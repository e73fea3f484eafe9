package combot.readiness;

import combot.loadtest.Figure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The language models that studies want: how they are set up, what they cost, who stood in. */
final class ModelProbe implements Probe {

  static final String NONE = "none is used: all that the bot says is in the study's file";
  private static final String HOW = "what a worker tells at the control socket";
  private static final String RESTART = "; then ./combot stop, and start it again";

  private final int people;

  /**
   * @param people of the study in all
   */
  ModelProbe(int people) {
    this.people = people;
  }

  @Override
  public List<Line> look(Context context) {
    var models = context.running().models();
    return List.of(setUp(context, models), budget(context, models), fallbacks(context, models));
  }

  private static Line setUp(Context context, WantedModels models) {
    var threshold = "an endpoint for each; prices and caps together";
    var missing = models.all().filter(model -> !WantedModels.isReached(model)).toList();
    if (!missing.isEmpty()) {
      return asked(context, remedy(missing.getFirst()))
          .is(
              State.FAIL,
              "no endpoint for %s: every reply would be scripted"
                  .formatted(String.join(", ", missing.stream().map(WantedModels::name).toList())),
              threshold);
    }
    if (models.isReplayed()) {
      return asked(context, "Leave out --replay and COMBOT_LLM_REPLAY" + RESTART)
          .is(State.WARN, "answers come from a recording, not from a model", threshold);
    }
    var question =
        asked(
            context, "Add what is missing in the study's file; then ./combot reload: docs/llm.md");
    if (models.why().isPresent()) {
      return question.unknown(models.why().get());
    }
    if (!models.areWanted()) {
      return question.told(NONE);
    }
    var odd = models.studies().stream().flatMap(ModelProbe::odd).toList();
    var told = String.join(", ", models.all().map(ModelProbe::shown).distinct().toList());
    return question.holds(
        odd.isEmpty(),
        State.WARN,
        told
            + (models.isImitated() ? "" : "; load tests ask it too, for money")
            + (odd.isEmpty() ? "" : "; " + String.join("; ", odd)),
        threshold);
  }

  private static Question asked(Context context, String remedy) {
    return context.ask(
        "audit.language-model", "Language model: endpoint, prices and caps", HOW, remedy);
  }

  private static String remedy(JsonObject model) {
    var provider = model.getString("provider").toUpperCase(Locale.ROOT);
    return "Set COMBOT_%s_KEY_FILE, or COMBOT_%s_URL for a server of your own%s: docs/llm.md. Or take model: out of the study's file; then ./combot reload"
        .formatted(provider, provider, RESTART);
  }

  private static String shown(JsonObject model) {
    return "%s, %s, at %s"
        .formatted(
            WantedModels.name(model),
            model.getBoolean("key") ? "key set" : "no key",
            model.getString("endpoint"));
  }

  /** Caps are on money, which is counted by prices. */
  private static Stream<String> odd(JsonObject study) {
    boolean capped = !study.getJsonObject("caps").isEmpty();
    return WantedModels.models(study)
        .filter(model -> model.getBoolean("priced") != capped)
        .map(model ->
            capped
                ? "%s has caps, but no prices of %s: they are never reached"
                    .formatted(study.getString("study"), model.getString("model"))
                : "%s has prices, but no caps: it may spend any amount"
                    .formatted(study.getString("study")))
        .distinct();
  }

  private Line budget(Context context, WantedModels models) {
    var question =
        context.ask(
            "model.budget",
            "Language model: spent, of the caps",
            HOW + "; the mean cost is of conversations that finished by this version of the study",
            "Raise the cap in the study's file, or take a cheaper model; then ./combot reload");
    if (models.why().isPresent()) {
      return question.unknown(models.why().get());
    }
    if (!models.areWanted()) {
      return question.told(NONE);
    }
    double most = 0;
    boolean lasts = true;
    boolean closed = false;
    var told = new ArrayList<String>();
    for (var study : models.studies()) {
      var budget = Budget.of(study);
      most = Math.max(most, budget.share() * 100);
      lasts &= budget.lastsFor(people);
      closed |= budget.closed();
      told.add(budget.told(people));
    }
    var line = question.measured(most, String.join("; ", told));
    if (closed) {
      return question.is(State.FAIL, line.value(), line.threshold());
    }
    return lasts || line.state() == State.FAIL
        ? line
        : question.is(State.WARN, line.value(), line.threshold());
  }

  private static Line fallbacks(Context context, WantedModels models) {
    var question =
        context.ask(
            "model.fallbacks",
            "Language model: replies that were scripted instead",
            HOW + "; of the replies wanted from it in the last day, without those of load tests",
            "See why: ./combot llm check --study FILE, and the errors in ./combot export --study ID");
    if (models.why().isPresent()) {
      return question.unknown(models.why().get());
    }
    if (!models.areWanted()) {
      return question.told(NONE);
    }
    long wanted = models.studies().stream().mapToLong(it -> it.getLong("generated")).sum();
    long scripted = models.studies().stream().mapToLong(it -> it.getLong("fallbacks")).sum();
    return wanted == 0
        ? question.told("no reply was wanted of it in the last day")
        : question.measured(
            100.0 * scripted / wanted,
            Figure.format("%,d of %,d in the last day", scripted, wanted));
  }
}

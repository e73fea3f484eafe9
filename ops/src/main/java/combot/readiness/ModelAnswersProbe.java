package combot.readiness;

import combot.control.ControlException;
import combot.loadtest.Figure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Asks each language model that a study wants one real question. */
final class ModelAnswersProbe implements Probe {

  @Override
  public List<Line> look(Context context) {
    var models = context.running().models();
    boolean required = models.all().anyMatch(WantedModels::isReached) && !models.isReplayed();
    var question =
        new Question(
            context,
            "model.answers",
            "Language model: the slowest answer",
            "a worker asks each model one short question now, which costs what it tells",
            "See ./combot llm check --study FILE; for a slow one, take a faster or a nearer model",
            required);
    if (models.why().isPresent()) {
      return List.of(question.unknown(models.why().get()));
    }
    if (!models.areWanted()) {
      return List.of(question.told(ModelProbe.NONE));
    }
    if (!required) {
      return List.of(
          question.unknown(
              "there is no endpoint to ask, or a recording: see audit.language-model"));
    }
    return List.of(asked(context, question));
  }

  private static Line asked(Context context, Question question) {
    try {
      var answers =
          Running.ask(context.data(), "ask-models").getJsonArray("models").stream()
              .map(JsonObject.class::cast)
              .toList();
      return judged(question, answers);
    } catch (ControlException e) {
      return question.unknown(e.getMessage());
    }
  }

  private static Line judged(Question question, List<JsonObject> answers) {
    var threshold = question.threshold() + "; fails where none comes by the study's deadline";
    var told = new ArrayList<String>();
    double slowest = 0;
    boolean failed = false;
    for (var answer : answers) {
      var problem = answer.getString("problem");
      double seconds = answer.getDouble("seconds");
      failed |= problem != null || seconds > answer.getDouble("deadline_seconds");
      slowest = Math.max(slowest, seconds);
      told.add(WantedModels.name(answer) + ": " + (problem == null ? answered(answer) : problem));
    }
    var value = String.join("; ", told);
    var line = question.measured(slowest, value);
    return question.is(failed ? State.FAIL : line.state(), value, threshold);
  }

  private static String answered(JsonObject answer) {
    return Figure.format(
        "%.2f s, %d tokens read, %d written, cost %.6f",
        answer.getDouble("seconds"),
        answer.getLong("input_tokens"),
        answer.getLong("output_tokens"),
        answer.getDouble("cost"));
  }
}

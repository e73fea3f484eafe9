package combot.readiness;

import combot.loadtest.Figure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What workers do as memory grows short, level by level, and what the system gets back of the
 * model.
 */
final class PressureProof implements Probe {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String REMEDY =
      "Replace the worker (./combot recycle) and check again; if it stays, tell us.";

  /** What a level asks for, as docs/operating.md has it. */
  private enum Level {
    NOTE("a line in the log"),
    CLEAN("caches cleared, the model unloaded"),
    HOLD("newcomers kept out"),
    EMERGENCY("newcomers kept out, a new process asked for");

    private final String should;

    Level(String should) {
      this.should = should;
    }

    boolean isDone(JsonObject step) {
      boolean admits = step.getBoolean("admitsNewcomers");
      var due = step.getJsonArray("due");
      return switch (this) {
        case NOTE -> admits && due.isEmpty() && isKept(step, "model");
        case CLEAN ->
            admits
                && step.getJsonArray("texts").getLong(1) == 0
                && step.getJsonArray("model").getString(1).equals("UNLOADED");
        case HOLD -> !admits;
        case EMERGENCY -> !admits && due.contains("RECYCLE");
      };
    }

    private static boolean isKept(JsonObject step, String what) {
      return step.getJsonArray(what).getValue(0).equals(step.getJsonArray(what).getValue(1));
    }
  }

  private final Duration patience;

  /**
   * @param patience how long is waited for five quiet seconds
   */
  PressureProof(Duration patience) {
    this.patience = patience;
  }

  @Override
  public List<Line> look(Context context) {
    var unloaded =
        context.require(
            "model.unload",
            "Model unloaded, memory given back",
            "each worker's memory (PSS) before and after, in a rehearsal of memory that grows short; the least",
            REMEDY);
    var levels =
        List.of(Level.values()).stream()
            .map(level ->
                context.require(
                    "pressure." + level.name().toLowerCase(Locale.ROOT),
                    "Memory at the level " + level,
                    "each worker acts as if so much of the memory were in use; asked at the control socket",
                    REMEDY))
            .toList();
    try {
      var told = rehearsed(context);
      var lines = new ArrayList<Line>();
      lines.add(unloaded(unloaded, told));
      for (var level : Level.values()) {
        lines.add(judged(levels.get(level.ordinal()), level, told));
      }
      return lines;
    } catch (Unmeasured e) {
      var all = new ArrayList<>(levels);
      all.addFirst(unloaded);
      return Orders.unknown(e.getMessage(), all.toArray(Question[]::new));
    }
  }

  /** Each worker has a model and a text in its cache, and was left alone for five seconds. */
  private Map<Integer, JsonObject> rehearsed(Context context) throws Unmeasured {
    Participants.refuseToDisturb(context);
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Orders.give(context, "classify");
      var told = Orders.tried(context, "rehearse-pressure");
      boolean quiet =
          told.values().stream()
              .noneMatch(it -> it.getString("failed", "").contains("somebody was here"));
      if (quiet) {
        return told;
      }
      if (System.nanoTime() > until) {
        throw new Unmeasured(
            "somebody asks for something all the time; check again when nobody is there");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static JsonObject step(Map.Entry<Integer, JsonObject> worker, Level level)
      throws Unmeasured {
    return worker.getValue().getJsonArray("steps", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(step -> step.getString("level").equals(level.name()))
        .findFirst()
        .orElseThrow(() ->
            new Unmeasured(
                "worker %d did not come to %s: %s"
                    .formatted(
                        worker.getKey(),
                        level,
                        worker.getValue().getString("failed", "two levels are set alike"))));
  }

  private static Line unloaded(Question question, Map<Integer, JsonObject> told) throws Unmeasured {
    double least = Double.MAX_VALUE;
    for (var worker : told.entrySet()) {
      var step = step(worker, Level.CLEAN);
      var bytes = step.getJsonArray("bytes");
      if (!step.getJsonArray("model").getString(0).equals("LOADED")) {
        throw new Unmeasured("worker %d had no model to unload".formatted(worker.getKey()));
      }
      least = Math.min(least, (bytes.getLong(0) - bytes.getLong(1)) / Figure.MEGABYTE);
    }
    return question.measured(
        least,
        String.format(Locale.ROOT, "%.0f MB at least, of each of %d workers", least, told.size()));
  }

  private static Line judged(Question question, Level level, Map<Integer, JsonObject> told)
      throws Unmeasured {
    double percent = 0;
    for (var worker : told.entrySet()) {
      var step = step(worker, level);
      percent = step.getDouble("percent");
      if (level == Level.CLEAN && step.getJsonArray("texts").getLong(0) == 0) {
        throw new Unmeasured("worker %d had nothing to clear".formatted(worker.getKey()));
      }
      if (!level.isDone(step)) {
        return question.is(
            State.FAIL,
            "worker %d: newcomers %s, due %s, texts %s, model %s"
                .formatted(
                    worker.getKey(),
                    step.getBoolean("admitsNewcomers") ? "let in" : "kept out",
                    step.getJsonArray("due"),
                    step.getJsonArray("texts"),
                    step.getJsonArray("model")),
            level.should);
      }
    }
    return question.is(
        State.PASS,
        String.format(Locale.ROOT, "done by all %d workers, at %.0f %%", told.size(), percent),
        level.should);
  }
}

package combot.operator;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The status with a bar for each worker: how far it is to its next recycling, and its memory. What
 * matters most is above, for terminals that are small.
 */
final class Monitored {
  private static final int BAR = 30;
  private static final int PAST = 5;

  private Monitored() {}

  static List<String> lines(JsonObject status, Instant now) {
    var lines = new ArrayList<String>();
    var text = new StatusText(status, now);
    lines.addAll(text.present());
    lines.addAll(text.problems());
    lines.add("");
    long most =
        status.getJsonArray("workers").stream()
            .map(JsonObject.class::cast)
            .mapToLong(worker -> worker.getLong("memory_mb"))
            .reduce(1, Math::max);
    status.getJsonArray("workers").stream()
        .map(JsonObject.class::cast)
        .forEach(worker -> {
          var limit = worker.getInteger("recycled_after");
          if (limit != null) {
            lines.add(
                "worker %3d  conversations %s"
                    .formatted(
                        worker.getInteger("number"),
                        Figure.bar((double) worker.getLong("conversations") / limit, BAR)));
          }
          lines.add(
              "worker %3d  memory        %s"
                  .formatted(
                      worker.getInteger("number"),
                      Figure.bar((double) worker.getLong("memory_mb") / most, BAR)));
        });
    lines.addAll(text.latest(PAST));
    lines.add("");
    lines.add("q leaves");
    return lines;
  }
}

package combot.operator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code status} answers, as text. */
final class StatusText {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final String ROW = "%6s %8s  %-9s %10s %13s %8s %8s  %-9s %s";
  private static final int BAR = 20;

  private final JsonObject status;
  private final Instant now;

  StatusText(JsonObject status, Instant now) {
    this.status = status;
    this.now = now;
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }

  List<String> lines() {
    var lines = new ArrayList<>(present());
    lines.addAll(section("Lately", past()));
    lines.addAll(problems());
    return lines.stream().map(String::stripTrailing).toList();
  }

  /** The last things that happened, at most so many; without a line where nothing did. */
  List<String> latest(int atMost) {
    return section("Lately, the last first", past().reversed().stream().limit(atMost).toList());
  }

  List<String> problems() {
    return section("Not well", strings(status.getJsonArray("problems")));
  }

  /** How it stands. */
  List<String> present() {
    var lines = new ArrayList<String>();
    var started = Instant.parse(status.getString("started"));
    lines.add(
        "Combot %s is %s at %s, since %s (%s)"
            .formatted(
                status.getString("version"),
                status.getString("state"),
                status.getString("url"),
                DAY.format(local(started)),
                Figure.time(Duration.between(started, now))));
    lines.add("  record    " + status.getString("database"));
    lines.add(
        "  gateway   process %d, %s, %s under way, %d waiting for a worker"
            .formatted(
                status.getLong("pid"),
                Figure.megabytes(status.getLong("memory_mb")),
                Figure.count(status.getInteger("in_flight"), "request"),
                status.getInteger("waiting_for_a_worker")));
    machine().ifPresent(lines::add);
    active().ifPresent(lines::add);
    if (workers().anyMatch(worker -> "ready".equals(worker.getString("state")))) {
      new ModelsText(status.getJsonObject("models", new JsonObject()))
          .lines()
          .forEach(line -> lines.add("  replies   " + line));
    }
    lines.add("");
    lines.add(
        ROW.formatted(
            "WORKER",
            "PROCESS",
            "STATE",
            "AGE",
            "CONVERSATIONS",
            "REQUESTS",
            "MEMORY",
            "MODEL",
            "POOL, CACHE"));
    workers().map(this::row).forEach(lines::add);
    lines.add("");
    lines.addAll(nextSession());
    return lines;
  }

  private static LocalDateTime local(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneId.systemDefault());
  }

  private Stream<JsonObject> workers() {
    return status.getJsonArray("workers").stream().map(JsonObject.class::cast);
  }

  private static JsonObject check(JsonObject worker, String name) {
    return worker.getJsonObject("checks", new JsonObject()).getJsonObject(name, new JsonObject());
  }

  private Optional<String> machine() {
    return workers()
        .map(worker -> check(worker, "memory"))
        .filter(memory -> memory.containsKey("machine_used_percent"))
        .max((one, other) -> one.getString("at").compareTo(other.getString("at")))
        .map(memory -> {
          long percent = memory.getLong("machine_used_percent");
          return "  machine   %s %d %% of %s used, level %s, measured %s ago"
              .formatted(
                  Figure.bar(percent / 100.0, BAR),
                  percent,
                  Figure.megabytes(memory.getLong("machine_total_mb")),
                  memory.getString("level"),
                  Figure.time(Duration.between(Instant.parse(memory.getString("at")), now)));
        });
  }

  /** All workers have it from the same record. */
  private Optional<String> active() {
    return workers()
        .map(worker -> check(worker, "database").getLong("conversations_active"))
        .filter(Objects::nonNull)
        .max(Long::compare)
        .map(count ->
            "  people    %s under way, with a turn in the last 5 min"
                .formatted(Figure.count(count, "conversation")));
  }

  private String row(JsonObject worker) {
    var limit = worker.getInteger("recycled_after");
    return ROW.formatted(
        worker.getInteger("number"),
        worker.getLong("pid"),
        worker.getString("state"),
        Figure.time(Duration.ofSeconds(worker.getLong("age_seconds"))),
        worker.getLong("conversations") + (limit == null ? "" : " of " + limit),
        worker.getInteger("in_flight"),
        Figure.megabytes(worker.getLong("memory_mb")),
        check(worker, "memory").getString("model", "–").toLowerCase(java.util.Locale.ROOT),
        Stream.of(pool(check(worker, "database")), cache(check(worker, "cache")))
            .flatMap(Optional::stream)
            .reduce((one, other) -> one + "; " + other)
            .orElse("–"));
  }

  private static Optional<String> pool(JsonObject database) {
    return Optional.ofNullable(database.getInteger("connections_active"))
        .map(active ->
            "%d of %d connections busy, %d waiting"
                .formatted(
                    active,
                    database.getInteger("connections_max"),
                    database.getInteger("waiting", 0)));
  }

  private static Optional<String> cache(JsonObject cache) {
    if (!cache.containsKey("kind")) {
      return Optional.empty();
    }
    long hits = cache.getLong("hits", 0L);
    long all = hits + cache.getLong("misses", 0L);
    return Optional.of(
        "%s cache %s, %s, %s"
            .formatted(
                cache.getString("kind"),
                cache.getString("state"),
                Figure.count(cache.getLong("entries", 0L), "text"),
                all == 0 ? "never asked" : "%d %% hits".formatted(100 * hits / all)));
  }

  private List<String> nextSession() {
    var next = status.getJsonObject("next_session");
    var lines = new ArrayList<String>();
    lines.add("The next session " + (next.getBoolean("may_start") ? "may start." : "must wait."));
    strings(next.getJsonArray("reasons")).forEach(reason -> lines.add("  " + reason));
    return lines;
  }

  private List<String> past() {
    return status.getJsonArray("past").stream()
        .map(JsonObject.class::cast)
        .map(past ->
            TIME.format(local(Instant.parse(past.getString("at")))) + "  " + past.getString("what"))
        .toList();
  }

  private static List<String> strings(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  private static List<String> section(String title, List<String> content) {
    if (content.isEmpty()) {
      return List.of();
    }
    var lines = new ArrayList<>(List.of("", title + ":"));
    content.forEach(line -> lines.add("  " + line));
    return lines;
  }
}

package combot.readiness;

import combot.loadtest.Listener;
import combot.loadtest.Outcome;
import combot.loadtest.Scrape;
import combot.loadtest.Shape;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Connections of the database and what waits for them, and the garbage collector, while more
 * requests are there at once than pools and turnstiles of all workers take.
 */
final class PoolProof implements Probe {

  /** The 10 connections and the 64 places inside that each worker has. */
  private static final int PLACES_EACH = 74;

  private static final int AT_ONCE_EACH = 2 * PLACES_EACH;

  private static final Duration LENGTH = Duration.ofSeconds(8);
  private static final String WAITS = "combot_database_wait_seconds";
  private static final String COLLECTIONS = "jvm_gc_collection_seconds_count";

  private final UnderLoad load;
  private final Collection<Outcome> earlier;

  /**
   * @param earlier load tests of this check, whose workers may have been replaced since
   */
  PoolProof(UnderLoad load, Collection<Outcome> earlier) {
    this.load = load;
    this.earlier = earlier;
  }

  /** The most that was seen of the pools, a look a second. */
  private static final class Peak implements Listener {
    private final Context context;
    private double active;
    private double waiting;
    private double underWay;

    Peak(Context context) {
      this.context = context;
    }

    @Override
    public void hear(Progress progress) {
      try {
        see(Metered.now(context));
      } catch (Unmeasured e) {
        // It is asked again a second later, and before and after by those who need it.
      }
    }

    void see(Scrape figures) {
      active =
          Math.max(
              active,
              figures.values().entrySet().stream()
                  .filter(one -> one.getKey().startsWith("combot_database_connections{"))
                  .filter(one -> one.getKey().contains("state=\"active\""))
                  .mapToDouble(one -> one.getValue())
                  .max()
                  .orElse(0));
      underWay = Math.max(underWay, figures.sum("combot_gateway_requests_in_flight"));
      waiting = Math.max(waiting, figures.largest("combot_database_waiting", Scrape.IN_WORKERS));
    }
  }

  @Override
  public List<Line> look(Context context) {
    int users = AT_ONCE_EACH * Math.max(1, context.running().ready().size());
    var how =
        "%d virtual participants who wait for nothing, for %d s"
            .formatted(users, LENGTH.toSeconds());
    var pool =
        context.ask(
            "pool.waits",
            "Database connections, mean time waited for one",
            how + "; combot_database_… of /metrics before, each second and after",
            "The disk or the database is slow: see disk.data.fsync, and docs/operating.md under CombotConnectionsShort.");
    var exhausted =
        context.require(
            "pool.exhausted",
            "Requests that failed while all connections and places were taken",
            how
                + ", more than workers have connections and places inside; combot_gateway_requests_in_flight",
            "See the log for 503 and the reason; a smaller session, or a faster machine.");
    var collected =
        context.ask(
            "gc.count",
            "Garbage collections meanwhile",
            "jvm_gc_collection_seconds of /metrics, all workers, before and after",
            "");
    var longest =
        context.require(
            "gc.longest-pause",
            "Garbage collection, longest pause",
            "combot_gc_pause_max_seconds of /metrics: of any worker since its start, now and during the load tests, but for those that unloading asks for",
            "More memory for a worker (COMBOT_JAVA_OPTIONS), or fewer people at once; see whether the machine swaps.");
    try {
      var peak = new Peak(context);
      var before = Metered.now(context);
      var outcome = load.run(context, new Shape.Soak(users, LENGTH), 0, peak);
      var after = Metered.now(context);
      peak.see(after);
      return List.of(
          waits(pool, peak, before, after),
          exhausted(exhausted, peak.underWay, users, outcome),
          collected.told(
              String.format(
                  Locale.ROOT, "%.0f", after.growth(before, COLLECTIONS, Scrape.IN_WORKERS))),
          longest(longest, outcome, after));
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), pool, exhausted, collected, longest);
    }
  }

  private static Line waits(Question question, Peak peak, Scrape before, Scrape after) {
    double had = after.growth(before, WAITS + "_count", Scrape.IN_WORKERS);
    if (had == 0) {
      return question.unknown("no connection was asked for");
    }
    double millis = after.growth(before, WAITS + "_sum", Scrape.IN_WORKERS) / had * 1e3;
    return question.measured(
        millis,
        String.format(
            Locale.ROOT,
            "%.2f ms; at most %.0f in use in a worker, %.0f who waited",
            millis,
            peak.active,
            peak.waiting));
  }

  private static Line exhausted(Question question, double underWay, int users, Outcome outcome) {
    int places = users / AT_ONCE_EACH * PLACES_EACH;
    if (outcome.success().isEmpty() || underWay <= places) {
      return question.unknown(
          "%.0f requests were under way at once, and %d is what workers take: something else takes the processor's time"
              .formatted(underWay, places));
    }
    var success = outcome.success().get();
    long failed = success.trials() - success.successes();
    double slowest =
        outcome.stages().stream().mapToDouble(stage -> stage.all().max()).max().orElse(0);
    return question.measured(
        failed,
        String.format(
            Locale.ROOT,
            "%,d of %,d%s, up to %.0f at once for %d places; the slowest answer took %.0f ms",
            failed,
            success.trials(),
            Losses.reasons(outcome),
            underWay,
            places,
            slowest));
  }

  private Line longest(Question question, Outcome outcome, Scrape after) {
    double millis =
        Stream.concat(earlier.stream(), Stream.of(outcome))
            .flatMap(load -> load.samples().stream())
            .mapToDouble(sample -> sample.figures().getOrDefault("gc.longest", 0.0))
            .reduce(
                after.largest("combot_gc_pause_max_seconds", Scrape.IN_WORKERS) * 1e3, Math::max);
    return millis == 0
        ? question.unknown("no worker tells: restart Combot with this version")
        : question.measured(millis, String.format(Locale.ROOT, "%.0f ms", millis));
  }
}

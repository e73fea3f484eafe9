package combot.readiness;

import combot.memory.Sample;
import combot.memory.SampleFile;
import combot.readiness.Running.Member;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The monitor of memory in each worker: that it lives, that it left nothing out, how it is set. */
final class MonitorProbe implements Probe {

  private static final Duration LOOKS_BACK = Duration.ofHours(1);
  private static final int MOST = 20_000;

  @Override
  public List<Line> look(Context context) {
    return List.of(age(context), gap(context), settings(context));
  }

  private static Line age(Context context) {
    var question =
        context.require(
            "monitor.age",
            "Memory monitor, age of its last sample",
            "the check 'memory' of each worker's health; judged by the oldest",
            "Replace the worker, which does not watch its memory: ./combot recycle");
    var ages = new ArrayList<Duration>();
    for (var worker : context.running().ready()) {
      try {
        var at = Instant.parse(worker.check("memory").getString("at", ""));
        // One from the future tells of a clock that was set back: its age is as wrong.
        ages.add(Duration.between(at, context.clock().instant()).abs());
      } catch (DateTimeException e) {
        return question.is(
            State.FAIL,
            "worker %d tells of no sample".formatted(worker.number()),
            question.threshold());
      }
    }
    return ages.stream()
        .max(Comparator.naturalOrder())
        .map(oldest ->
            question.measured(oldest.toMillis() / 1e3, "%.0f s".formatted(oldest.toMillis() / 1e3)))
        .orElseGet(() -> question.unknown("no worker runs"));
  }

  private static Line gap(Context context) {
    var question =
        context.require(
            "monitor.gap",
            "Memory monitor, longest time without a sample",
            "memory.tsv, the last hour of the workers that run, or from their start, until now",
            "The machine was suspended or overloaded, or the disk was full: see ./combot status and the log");
    try {
      var samples = new SampleFile(context.data().resolve("memory.tsv"), Long.MAX_VALUE).last(MOST);
      return context.running().ready().stream()
          .map(worker -> longest(context, worker, samples))
          .max(Comparator.naturalOrder())
          .map(gap -> question.measured(gap.toMillis() / 1e3, "%d s".formatted(gap.toSeconds())))
          .orElseGet(() -> question.unknown("no worker runs"));
    } catch (IOException e) {
      return question.unknown("memory.tsv can't be read: " + e.getMessage());
    }
  }

  /** In the last hour or since its start, which the gateway tells to the second, until now. */
  private static Duration longest(Context context, Member worker, List<Sample> samples) {
    var now = context.clock().instant();
    var since = Collections.max(List.of(now.minus(LOOKS_BACK), now.minus(worker.age())));
    var times =
        samples.stream()
            .filter(sample -> sample.pid() == worker.pid())
            .map(Sample::at)
            .filter(at -> at.isAfter(since) && at.isBefore(now))
            .sorted();
    var moments = Stream.of(Stream.of(since), times, Stream.of(now)).flatMap(it -> it).toList();
    return IntStream.range(1, moments.size())
        .mapToObj(i -> Duration.between(moments.get(i - 1), moments.get(i)))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Line settings(Context context) {
    var running = context.running();
    var set = running.configuration().getJsonObject("variables");
    var question =
        context.ask(
            "monitor.settings", "Memory management, as it is set", "at the control socket", "");
    if (set == null) {
      return question.unknown("the running Combot does not tell: ./combot stop, then serve anew");
    }
    var recycled =
        running.status().getJsonArray("workers").stream()
            .map(JsonObject.class::cast)
            .map(worker -> worker.getInteger("recycled_after"))
            .map(after -> after == null ? "never" : "after " + after + " conversations")
            .toList();
    return question.told(
        "workers are replaced %s; of the model, caches and levels %s"
            .formatted(
                String.join(", ", recycled),
                set.isEmpty() ? "all is as shipped" : "this is changed: " + set.encode()));
  }
}

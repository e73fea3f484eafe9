package combot.readiness;

import combot.control.ControlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A Redis that only this Combot uses stops for three seconds, and goes on by itself: {@code CLIENT
 * PAUSE} has an end.
 */
final class CacheDrill implements Probe {

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Pattern CLIENT = Pattern.compile("\\baddr=\\S+:(\\d+) ");

  private final UnderLoad load;
  private final Optional<String> withPassword;
  private final Duration patience;

  /**
   * @param withPassword address of the Redis with its password, as in {@code COMBOT_REDIS}
   * @param patience how long is waited for all workers to use it again
   */
  CacheDrill(UnderLoad load, Optional<String> withPassword, Duration patience) {
    this.load = load;
    this.withPassword = withPassword;
    this.patience = patience;
  }

  @Override
  public List<Line> look(Context context) {
    var recovery =
        context.ask(
            "drill.cache.recovery",
            "The cache stopped: until all workers used it again",
            "CLIENT PAUSE %d under load; then ./combot status until each worker uses Redis"
                .formatted(PAUSE.toMillis()),
            "See ./combot status under cache: why is Redis not used again?");
    var losses = Losses.asked(context, "drill.cache", "while the cache was stopped", false);
    try (var redis = connect(context)) {
      refuseOthers(context, redis);
      var seen = load.during(context, () -> pause(context, recovery, redis));
      var lines = new ArrayList<>(List.of(seen.result()));
      lines.addAll(losses.of(seen.load()));
      return lines;
    } catch (IOException | ControlException e) {
      return Orders.unknown(e.getMessage(), recovery, losses.failed(), losses.lost());
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), recovery, losses.failed(), losses.lost());
    }
  }

  private RedisClient connect(Context context) throws IOException, Unmeasured {
    var shown = context.running().configuration().getString("redis", "");
    if (shown.isEmpty()) {
      throw new Unmeasured("each worker has a cache in its own memory, which nobody can stop");
    }
    var address = URI.create(shown);
    if (!address.getScheme().equals("redis")
        || !InetAddress.getByName(address.getHost()).isLoopbackAddress()) {
      throw new Unmeasured("%s is not on this machine, or speaks TLS".formatted(shown));
    }
    var full = withPassword.map(URI::create).filter(it -> isSame(it, address)).orElse(address);
    return new RedisClient(full);
  }

  private static boolean isSame(URI one, URI other) {
    return one.getHost().equals(other.getHost()) && one.getPort() == other.getPort();
  }

  /** Whoever else uses it would have to wait too. */
  private static void refuseOthers(Context context, RedisClient redis)
      throws IOException, Unmeasured {
    var ours =
        new HashSet<>(
            Sockets.ports(context, Set.copyOf(context.running().again(context.data()).pids())));
    ours.add(redis.port());
    var clients = CLIENT.matcher(redis.say(List.of("CLIENT", "LIST")) + " ");
    while (clients.find()) {
      if (!ours.contains(Integer.parseInt(clients.group(1)))) {
        throw new Unmeasured(
            "Redis is not stopped: others than Combot use it, or can't be seen (run it as Combot's user, or with sudo)");
      }
    }
  }

  private Line pause(Context context, Question question, RedisClient redis) throws Unmeasured {
    try {
      redis.say(List.of("CLIENT", "PAUSE", Long.toString(PAUSE.toMillis())));
    } catch (IOException e) {
      throw new Unmeasured("Redis could not be stopped: " + e.getMessage());
    }
    long until = System.nanoTime() + PAUSE.toNanos();
    double noticed = Fleets.until(context, PAUSE, running -> !isUsedByAll(running));
    while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    if (noticed < 0) {
      return question.unknown("no worker needed it meanwhile");
    }
    double seconds = Fleets.until(context, patience, CacheDrill::isUsedByAll);
    return seconds < 0
        ? question.is(
            State.FAIL, "not within %d s".formatted(patience.toSeconds()), question.threshold())
        : question.measured(
            seconds,
            String.format(
                Locale.ROOT,
                "%.1f s after a stop of %d s, which was noticed within %.1f s",
                seconds,
                PAUSE.toSeconds(),
                noticed));
  }

  private static boolean isUsedByAll(Running running) {
    return running.ready().stream()
        .allMatch(worker -> worker.check("cache").getString("state", "").equals("ok"));
  }
}

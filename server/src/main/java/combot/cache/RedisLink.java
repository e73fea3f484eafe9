package combot.cache;

import combot.cache.CacheFigures.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The way to a Redis that may be down, slow or full.
 *
 * <p>Whatever it does not do in time, or refuses, closes the way: from then on nobody asks, and
 * nobody waits. A new client tries to write every {@value #PAUSE_MILLIS} ms, and opens the way
 * again once it can. So it begins, too: closed, and tried at once. While it is open it is looked at
 * as often, or nobody would know how it is while nobody asks. A loss is logged at once, a return
 * when it has held: a Redis that fails some commands only is lost again and again, and told once.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RedisLink.class);

  /** How long somebody waits. */
  private static final int PATIENCE_MILLIS = 50;

  /** How long what nobody waits for may take: bursts of it must not close the way. */
  private static final int UNWAITED_MILLIS = 1_000;

  private static final int PAUSE_MILLIS = 1_000;
  private static final int LOOKS_UNTIL_TOLD = 5;
  private static final int CONNECT_MILLIS = 1_000;
  private static final int SWEEP_SECONDS = 5;
  private static final int CONNECTIONS = 8;

  /** More than are under way at once. */
  private static final int WAITING_AT_MOST = 10_000;

  private static final int TOLD_AT_MOST = 1_000;

  private final RedisUrl url;
  private final Vertx vertx;
  private final InstantSource clock;
  private final AtomicInteger told = new AtomicInteger();
  private volatile Redis client; // null: not to be asked
  private volatile Outage outage;
  private boolean logged;
  private boolean closed;

  RedisLink(RedisUrl url, Vertx vertx, InstantSource clock) {
    this.url = url;
    this.vertx = vertx;
    this.clock = clock;
    this.outage = new Outage("not connected yet", clock.instant());
    attempt();
  }

  /** The answer; empty where there is none, or none in time. */
  Optional<Response> ask(Request request) {
    try {
      return Optional.ofNullable(
          send(PATIENCE_MILLIS, redis -> redis.send(request))
              .toCompletionStage()
              .toCompletableFuture()
              .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty(); // what it means was seen in send
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Sends on without waiting, or not at all where too much is under way; {@code then} gets the
   * answers where there are some in time.
   */
  void tell(List<Request> requests, Consumer<List<Response>> then) {
    if (told.incrementAndGet() > TOLD_AT_MOST) {
      told.decrementAndGet();
      return;
    }
    send(UNWAITED_MILLIS, redis -> redis.batch(requests))
        .onComplete(_ -> told.decrementAndGet())
        .onSuccess(then::accept);
  }

  private <T> Future<T> send(int millis, Function<Redis, Future<T>> work) {
    var redis = client;
    if (redis == null) {
      return Future.failedFuture("not asked");
    }
    return work.apply(redis)
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onFailure(failure -> lose(redis, failure));
  }

  private synchronized void lose(Redis lost, Throwable failure) {
    if (client != lost) {
      return;
    }
    client = null;
    lost.close(); // and with it all that still waits
    outage = new Outage(reason(failure), clock.instant());
    logOutage();
    attemptLater();
  }

  private void logOutage() {
    if (!logged) {
      logged = true;
      LOG.warnf("%s is not used until it works again: %s", url, outage.why());
    }
  }

  private void attemptLater() {
    if (!closed) {
      vertx.setTimer(PAUSE_MILLIS, _ -> attempt());
    }
  }

  private void attempt() {
    var redis = connectable();
    redis
        .connect()
        .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .compose(RedisLink::write)
        .onSuccess(_ -> open(redis))
        .onFailure(failure -> stayClosed(redis, failure));
  }

  /** A write, for a full one still lets others read. */
  private static Request probe() {
    return Request.cmd(Command.SET).arg(RedisCache.OURS + "probe").arg(1).arg("EX").arg(10);
  }

  private static Future<Void> write(RedisConnection connection) {
    return connection
        .send(probe())
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .compose(_ -> connection.close());
  }

  private synchronized void open(Redis redis) {
    if (closed) {
      redis.close();
      return;
    }
    outage = null;
    client = redis;
    lookLater(redis, 1);
  }

  /**
   * @param looks which one of this client it is
   */
  private void lookLater(Redis redis, int looks) {
    vertx.setTimer(PAUSE_MILLIS, _ -> look(redis, looks));
  }

  private void look(Redis redis, int looks) {
    if (client == redis) {
      send(UNWAITED_MILLIS, it -> it.send(probe()))
          .onSuccess(_ -> {
            if (looks == LOOKS_UNTIL_TOLD) {
              logReturn(redis);
            }
            lookLater(redis, looks + 1);
          });
    }
  }

  private synchronized void logReturn(Redis redis) {
    if (logged && client == redis) {
      logged = false;
      LOG.warnf("%s is used again", url);
    }
  }

  private synchronized void stayClosed(Redis redis, Throwable failure) {
    redis.close();
    if (!closed) {
      outage = new Outage(reason(failure), outage.since());
      logOutage();
      attemptLater();
    }
  }

  private Redis connectable() {
    return Redis.createClient(
        vertx,
        new RedisOptions()
            .setConnectionString(url.full())
            .setMaxPoolSize(CONNECTIONS)
            .setMaxPoolWaiting(WAITING_AT_MOST)
            .setPoolCleanerInterval(-1)
            .setPoolRecycleTimeout(-1)
            .setNetClientOptions(
                new NetClientOptions()
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setTcpNoDelay(true)
                    .setHostnameVerificationAlgorithm("HTTPS")));
  }

  private static String reason(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "no answer in time";
    }
    // Of commands that were sent together, the first that failed says why.
    return String.valueOf(failure.getMessage())
        .lines()
        .findFirst()
        .map(line -> line.replaceFirst("^ERR \\[\\d+] ", ""))
        .orElse(failure.toString());
  }

  Optional<Outage> outage() {
    return Optional.ofNullable(outage);
  }

  /**
   * Removes all keys that begin so, some hundred at a time, on a connection of its own.
   *
   * @return how many
   * @throws CacheException if it doesn't answer
   */
  long remove(String prefix) {
    var redis = connectable();
    try {
      var connection = await(redis.connect());
      long removed = 0;
      var cursor = "0";
      do {
        var scan =
            Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(prefix + "*").arg("COUNT");
        var page = await(connection.send(scan.arg(500)));
        cursor = page.get(0).toString();
        if (page.get(1).size() > 0) {
          var unlink = Request.cmd(Command.UNLINK);
          page.get(1).forEach(key -> unlink.arg(key.toBytes()));
          removed += await(connection.send(unlink)).toLong();
        }
      } while (!cursor.equals("0"));
      return removed;
    } finally {
      redis.close();
    }
  }

  private <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SWEEP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw unswept(reason(e.getCause()));
    } catch (TimeoutException e) {
      throw unswept("no answer within " + SWEEP_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unswept("interrupted");
    }
  }

  private CacheException unswept(String why) {
    return new CacheException("%s could not be cleared: %s".formatted(url, why));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
      client = null;
    }
  }
}

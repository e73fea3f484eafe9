package combot.warm;

import combot.chat.Studies;
import combot.classifier.CachedClassifier;
import combot.classifier.Classifier;
import combot.reply.Endpoints;
import combot.store.Store;
import combot.study.Study;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Plays conversations of each served study until the worker is warm, or the time is over. Until
 * then the worker is not ready.
 */
public final class WarmUp {

  private static final Logger LOG = Logger.getLogger(WarmUp.class);

  /** Beside the compiler they keep two cores busy; two leave half a core idle. */
  private static final int PLAYERS = 4;

  /** The compiler counts calls, not seconds: after so many a fast machine is as warm as a slow. */
  private static final int REQUESTS = 1_500;

  private final Duration atMost;
  private final Stage stage;
  private final Studies studies;
  private final Store record;
  private final Classifier model;
  private final CachedClassifier.Aside aside;
  private final Endpoints endpoints;
  private final InstantSource clock;
  private volatile boolean over;

  /**
   * @param atMost how long it may take; 0: the worker serves as it is
   * @param record of the studies; it is only read
   * @param aside as for the worker's own classifications
   * @param endpoints of language models; none of them is asked
   */
  public WarmUp(
      Duration atMost,
      Stage stage,
      Studies studies,
      Store record,
      Classifier model,
      CachedClassifier.Aside aside,
      Endpoints endpoints,
      InstantSource clock) {
    if (atMost.isNegative()) {
      throw new IllegalArgumentException("the warm-up must be >= 0, was " + atMost);
    }
    this.atMost = atMost;
    this.stage = stage;
    this.studies = studies;
    this.record = record;
    this.model = model;
    this.aside = aside;
    this.endpoints = endpoints;
    this.clock = clock;
    this.over = atMost.isZero();
  }

  /** Whether the worker is as warm as it will be made. */
  boolean isOver() {
    return over;
  }

  /**
   * Warms, and returns when that is done. What fails is logged, and the worker serves cold.
   *
   * @param worker where this worker listens
   */
  public void run(URI worker) {
    try {
      if (!over) {
        rehearse(worker, System.nanoTime() + atMost.toNanos());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warnf("the worker could not be warmed and is slow at first: %s", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
    }
  }

  private void rehearse(URI worker, long until) throws IOException, InterruptedException {
    try (var rehearsal = new Rehearsal(studies, record, model, aside, endpoints, clock, worker)) {
      var requests = new Requests(worker, stage.open(rehearsal.chat()));
      try {
        play(new Player(requests), requests, until);
      } finally {
        stage.close();
      }
      LOG.infof(
          "warmed by %d requests, %d of them refused or answered wrongly",
          requests.answered(), requests.refused());
    }
  }

  private void play(Player player, Requests requests, long until)
      throws IOException, InterruptedException {
    var ids = studies.all().stream().map(Study::id).toList();
    var numbers = new AtomicInteger();
    Callable<Void> part =
        () -> {
          while (System.nanoTime() < until && requests.answered() < REQUESTS) {
            int number = numbers.getAndIncrement();
            player.byPage(ids.get(number % ids.size()), number);
            player.byOriginal(number);
          }
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(PLAYERS, Thread.ofPlatform().factory())) {
      for (var end : threads.invokeAll(Collections.nCopies(PLAYERS, part))) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}

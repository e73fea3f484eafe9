package combot.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets in as many requests at once as keep the machine busy, and the others in the order in which
 * they came. A request that waits here costs next to nothing; one that is worked on holds a stack,
 * a body and an answer, and a thousand of these at once keep the garbage collector busier than the
 * people do.
 *
 * <p>Who waits for the classifier steps {@link #outside} meanwhile, so that first messages hold up
 * nobody else. Health checks pass by.
 */
@Singleton
public final class Turnstile {

  /** Enough for commits and connections to be shared well. */
  static final int INSIDE_AT_MOST = 64;

  private static final int AFTER_CROSS_ORIGIN = 900;

  /** A request at the door, and the event loop that it belongs to. */
  private record Visitor(RoutingContext request, Context loop) {}

  private final Queue<Visitor> queue = new ArrayDeque<>();
  private int inside;

  Turnstile() {}

  void register(@Observes Filters filters) {
    filters.register(this::arrive, AFTER_CROSS_ORIGIN);
  }

  void arrive(RoutingContext request) {
    if (request.normalizedPath().startsWith("/health")) {
      request.next();
      return;
    }
    var visitor = new Visitor(request, Vertx.currentContext());
    request.request().pause();
    if (mayEnter(visitor)) {
      enter(visitor);
    }
  }

  private synchronized boolean mayEnter(Visitor visitor) {
    if (inside < INSIDE_AT_MOST) {
      inside++;
      return true;
    }
    queue.add(visitor);
    return false;
  }

  private void enter(Visitor visitor) {
    if (visitor.request().response().closed()) {
      leave();
      return;
    }
    visitor.request().addEndHandler(_ -> leave());
    visitor.request().next();
  }

  private void leave() {
    var next = next();
    if (next != null) {
      next.loop().runOnContext(_ -> enter(next));
    }
  }

  /** Who takes the place of the one that leaves; {@code null}: nobody waits. */
  private synchronized Visitor next() {
    var next = queue.poll();
    if (next == null) {
      inside--;
    }
    return next;
  }

  /** Does what takes long without keeping the place of a request; it has it again afterwards. */
  public <T> T outside(Supplier<T> work) {
    leave();
    try {
      return work.get();
    } finally {
      comeBack();
    }
  }

  /** At once, even if that makes one too many: whoever was inside does not queue again. */
  private synchronized void comeBack() {
    inside++;
  }

  synchronized int inside() {
    return inside;
  }
}

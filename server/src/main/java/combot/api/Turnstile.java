package combot.api;

import combot.metrics.Routes;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets in as many requests at once as keep the machine busy, and the others in the order in which
 * they came. A request that waits here costs little; one that is worked on holds a stack and an
 * answer, and a thousand of these at once keep the garbage collector busier than the people do.
 *
 * <p>A body is read, up to what a request may have, before its request counts: whoever sends slowly
 * holds up nobody. Who waits for the classifier steps {@link #outside} meanwhile. Monitors pass by.
 * Where too many wait, or one has waited too long, the answer is a 503.
 */
@Singleton
public final class Turnstile {

  /** Enough for commits and connections to be shared well. */
  static final int INSIDE_AT_MOST = 64;

  /** More than the participants that a machine takes. */
  static final int WAITING_AT_MOST = 5_000;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int AFTER_CROSS_ORIGIN = 900;

  /** How much of a body that is too long is passed over, so that its sender gets the answer. */
  private static final long PASSED_OVER = 32 * 1024 * 1024;

  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  /** A request at the door, the event loop that it belongs to, and when it came. */
  private record Visitor(RoutingContext request, Context loop, long since) {}

  private final Queue<Visitor> queue = new ArrayDeque<>();
  private int inside;

  Turnstile() {}

  void register(@Observes Filters filters) {
    filters.register(this::arrive, AFTER_CROSS_ORIGIN);
  }

  void arrive(RoutingContext context) {
    if (Routes.isMonitors(context.normalizedPath())) {
      context.next();
      return;
    }
    var request = context.request();
    if (WITH_BODY.contains(request.method())) {
      readBody(context, request);
    } else {
      request.pause();
      queue(context);
    }
  }

  private void readBody(RoutingContext context, HttpServerRequest request) {
    var body = Buffer.buffer();
    var length = new long[1];
    request.handler(chunk -> {
      length[0] += chunk.length();
      if (length[0] > PASSED_OVER) {
        request.connection().close();
      } else if (body.length() <= Body.LIMIT) {
        body.appendBuffer(chunk);
      }
    });
    request.endHandler(_ -> {
      ((RoutingContextInternal) context).setBody(body);
      queue(context);
    });
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  private void queue(RoutingContext context) {
    var visitor = new Visitor(context, Vertx.currentContext(), System.nanoTime());
    switch (place(visitor)) {
      case INSIDE -> enter(visitor);
      case NONE -> refuse(visitor);
      case QUEUE -> {}
    }
  }

  private enum Place {
    INSIDE,
    QUEUE,
    NONE
  }

  private synchronized Place place(Visitor visitor) {
    if (inside < INSIDE_AT_MOST) {
      inside++;
      return Place.INSIDE;
    }
    return queue.size() < WAITING_AT_MOST && queue.add(visitor) ? Place.QUEUE : Place.NONE;
  }

  private void enter(Visitor visitor) {
    boolean late = System.nanoTime() - visitor.since() > PATIENCE.toNanos();
    if (visitor.request().response().closed() || late) {
      leave();
      refuse(visitor);
      return;
    }
    visitor.request().addEndHandler(_ -> leave());
    visitor.request().next();
  }

  private static void refuse(Visitor visitor) {
    var response = visitor.request().response();
    if (!response.closed()) {
      Rendered.end(response.putHeader(HttpHeaders.RETRY_AFTER, "1"), Problem.busy());
    }
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

package combot.api;

import combot.chat.Studies;
import combot.metrics.Readers;
import combot.store.Census;
import combot.store.Store;
import combot.study.Condition;
import combot.study.Study;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * What is stored, counted by condition, for the gateway of the same machine alone: whoever may ask
 * that is no longer blind. It holds nothing of what people wrote. As with metrics, what the gateway
 * passes on is marked as such and finds nothing here.
 */
@Singleton
final class RecordRoute {

  private static final Duration LATELY = Duration.ofMinutes(5);

  private final Studies studies;
  private final Store store;
  private final Readers thisMachine = new Readers(null);

  RecordRoute(Studies studies, Store store) {
    this.studies = studies;
    this.store = store;
  }

  void register(@Observes Router router) {
    router.get("/record").handler(this::tell);
  }

  private void tell(RoutingContext context) {
    if (!thisMachine.admit(context.request())) {
      context.next();
      return;
    }
    context
        .vertx()
        .executeBlocking(this::counted, false)
        .onSuccess(context::json)
        .onFailure(context::fail);
  }

  private JsonObject counted() {
    var told = new JsonArray();
    studies.all().forEach(study -> told.add(told(study, store.records().census(study))));
    return new JsonObject().put("studies", told).put("active", active());
  }

  /** Conversations of people with a turn lately. */
  private long active() {
    return store.records().active(Instant.now().minus(LATELY));
  }

  private static JsonObject told(Study study, Census census) {
    var cells = new JsonArray();
    study.conditions().forEach(condition -> cells.add(cell(study, census, condition)));
    return new JsonObject()
        .put("study", study.id())
        .put("version", study.version())
        .put("turns", census.turns())
        .put("misdelivered", census.misdelivered())
        .put("torn", census.torn())
        .put("cells", cells);
  }

  private static JsonObject cell(Study study, Census census, Condition condition) {
    return new JsonObject()
        .put("condition", new JsonObject(new LinkedHashMap<>(condition.levels())))
        .put("weight", study.assignment().weightOf(condition))
        .put("taken", census.taken().getOrDefault(condition, 0L))
        .put("drawn", census.drawn().getOrDefault(condition, 0L));
  }
}

package combot.reply;

import combot.conversation.BotTurn;
import combot.conversation.Wish;
import combot.study.Generation;
import combot.study.LanguageModel.Provider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Has language models write replies, within the time, the money and the form that a study sets. */
public final class LlmSpeaker implements Speaker, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LlmSpeaker.class);

  /** Half of the last twenty requests; then ten seconds of rest. */
  static final CircuitBreakerConfig BREAKING =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(20)
          .minimumNumberOfCalls(20)
          .failureRateThreshold(50)
          .waitDurationInOpenState(Duration.ofSeconds(10))
          .automaticTransitionFromOpenToHalfOpenEnabled(true)
          .permittedNumberOfCallsInHalfOpenState(3)
          .build();

  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration LATELY = Duration.ofMinutes(10);

  final Endpoints endpoints;
  final Models models;
  final Purse purse;
  final Semaphore places;
  final Figures figures = new Figures();
  private final Map<String, Long> told = new ConcurrentHashMap<>();
  private final Map<Provider, CircuitBreaker> breakers = new EnumMap<>(Provider.class);
  private final Map<Provider, Instant> failed = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /**
   * @param ledger what the caps of studies are compared with
   * @throws IllegalArgumentException if a recording that is to be replayed is none
   */
  public LlmSpeaker(Endpoints endpoints, Ledger ledger, InstantSource clock) {
    this(endpoints, ledger, clock, BREAKING);
  }

  LlmSpeaker(
      Endpoints endpoints, Ledger ledger, InstantSource clock, CircuitBreakerConfig breaking) {
    this(endpoints, endpoints.wire(), ledger, clock, breaking);
  }

  private LlmSpeaker(
      Endpoints endpoints,
      Wire wire,
      Ledger ledger,
      InstantSource clock,
      CircuitBreakerConfig breaking) {
    this.endpoints = endpoints;
    this.clock = clock;
    models = new Models(endpoints, wire);
    purse = new Purse(ledger, clock, System::nanoTime);
    places = new Semaphore(endpoints.concurrent(), true);
    for (var provider : Provider.values()) {
      var breaker = CircuitBreaker.of(provider.id(), breaking);
      breaker
          .getEventPublisher()
          .onStateTransition(it -> moved(provider, it.getStateTransition().getToState()));
      breakers.put(provider, breaker);
    }
  }

  /**
   * One that does all that the real one does for a reply, but asks no model and has its answers
   * made up: for a worker that warms itself. What it does is in no metric and no recording.
   *
   * @param worker an address of the worker's own, to which questions are sent in place of a model's
   */
  public static LlmSpeaker rehearsing(Endpoints endpoints, InstantSource clock, URI worker) {
    return new LlmSpeaker(endpoints, new Rehearsed(worker), Ledger.NOTHING, clock, BREAKING);
  }

  private void moved(Provider provider, CircuitBreaker.State state) {
    switch (state) {
      case OPEN -> {
        failed.put(provider, clock.instant());
        LOG.warnf(
            "most requests to %s failed: it is left alone for 10 s, and replies are scripted. './combot llm check' says why",
            provider.id());
      }
      case CLOSED -> LOG.infof("%s answers again", provider.id());
      default -> LOG.infof("%s may be asked again", provider.id());
    }
  }

  CircuitBreaker breaker(Provider provider) {
    return breakers.get(provider);
  }

  /**
   * Whether most of the last requests to it failed within the last ten minutes, and too few were
   * answered since.
   */
  public boolean isFailing(Provider provider) {
    var since = clock.instant().minus(LATELY);
    return breaker(provider).getState() != CircuitBreaker.State.CLOSED
        && failed.getOrDefault(provider, Instant.MIN).isAfter(since);
  }

  /** Tells the operator of what will not pass by itself, once a minute at most. */
  void tellRefusal(Provider provider, String status) {
    long now = System.nanoTime();
    var last = told.put(provider + " " + status, now);
    if (last == null || now - last > SILENCE.toNanos()) {
      LOG.warnf(
          "%s answers with status %s, so replies are scripted: './combot llm check' says how to mend it",
          provider.id(), status);
    } else {
      told.put(provider + " " + status, last);
    }
  }

  @Override
  public BotTurn speak(Wish wish, Occasion occasion) {
    var inquiry = new Inquiry(this, wish, occasion);
    var turn = inquiry.run();
    figures.spoken(turn.provenance());
    return turn;
  }

  @Override
  public boolean isSpent(String studyId, Generation generation) {
    return purse.isSpent(studyId, generation);
  }

  /** Tells what is asked, how long it takes and what it costs. */
  public void bindTo(PrometheusRegistry registry) {
    figures.bindTo(registry);
    GaugeWithCallback.builder()
        .name("combot_llm_circuit_open")
        .help("1 while a provider is not asked, as most requests to it failed; else 0.")
        .labelNames("provider")
        .callback(gauge ->
            breakers.forEach((provider, breaker) ->
                gauge.call(breaker.getState() == CircuitBreaker.State.OPEN ? 1 : 0, provider.id())))
        .register(registry);
  }

  @Override
  public void close() {
    models.close();
  }
}

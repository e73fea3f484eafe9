package combot.reply;

import combot.conversation.BotTurn;
import combot.conversation.Provenance;
import combot.conversation.Provenance.Source;
import combot.conversation.Wish;
import combot.study.LanguageModel.Provider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The way to the words of one turn, from the wish to the model's words or the scripted ones. On one
 * thread.
 */
final class Inquiry {

  private static final Logger LOG = Logger.getLogger(Inquiry.class);
  private static final int MOST_REQUESTS = 6;
  private static final int MOST_CONNECTIONS = 2;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final double LEAST_JITTER = 0.5;

  /** A request that had less time tells nothing of the endpoint. */
  private static final long FAIR_NANOS = 2_000_000_000;

  private final LlmSpeaker speaker;
  private final Wish wish;
  private final Occasion occasion;
  private final Provider provider;
  private final CircuitBreaker breaker;
  private final long began = System.nanoTime();

  private final List<String> findings = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private long queued;
  private int attempts;
  private long inputTokens;
  private long outputTokens;
  private String model;
  private String requestId;
  private String refused;
  private String complaint;
  private double cost;
  private boolean begun;
  private String shown = "";

  Inquiry(LlmSpeaker speaker, Wish wish, Occasion occasion) {
    this.speaker = speaker;
    this.wish = wish;
    this.occasion = occasion;
    provider = wish.model().provider();
    breaker = speaker.breaker(provider);
    model = wish.model().name();
  }

  BotTurn run() {
    try {
      return asked().orElseGet(this::instead);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      errors.add("interrupted");
    } catch (RuntimeException e) {
      LOG.error("a model could not be asked; this is a fault of Combot's own", e);
      errors.add("internal");
    }
    return instead();
  }

  /** Asks until there is an answer that can be used, or none is to be had. */
  private Optional<BotTurn> asked() throws InterruptedException {
    if (speaker.endpoints.find(provider).isEmpty()) {
      errors.add("no-endpoint");
      return Optional.empty();
    }
    boolean again = true;
    while (again && attempts < MOST_REQUESTS) {
      switch (answer(Question.of(wish, complaint)).orElse(null)) {
        case null -> again = false;
        case Answer.Failed failed -> {
          errors.add(failed.error());
          if (failed.error().matches("4\\d\\d") && !failed.again()) {
            speaker.tellRefusal(provider, failed.error());
          }
          again = failed.again() && !begun && !isGone() && pause(failed);
        }
        case Answer.Words words -> {
          var turn = turn(words);
          if (turn.isPresent()) {
            return turn;
          }
          again = complaint == null && shown.isEmpty();
          complaint = Guards.complaint(findings);
        }
      }
    }
    return Optional.empty();
  }

  /** Nobody listens there: to ask on keeps a participant waiting, and the circuit closed. */
  private boolean isGone() {
    return errors.stream().filter("connection"::equals).count() >= MOST_CONNECTIONS;
  }

  /** One request; empty where none may be sent. */
  private Optional<Answer> answer(Question question) throws InterruptedException {
    double worst = question.worstCost();
    var refusal = speaker.purse.reserve(occasion, worst);
    if (refusal.isPresent()) {
      errors.add(refusal.get());
      return Optional.empty();
    }
    double spent = 0;
    try {
      if (!hasPlace()) {
        errors.add("deadline");
        return Optional.empty();
      }
      try {
        if (!breaker.tryAcquirePermission()) {
          errors.add("circuit-open");
          return Optional.empty();
        }
        var answer = sent(question);
        spent = book(answer, worst);
        cost += spent;
        return Optional.of(answer);
      } finally {
        speaker.places.release();
      }
    } finally {
      speaker.purse.settle(occasion, worst, spent);
    }
  }

  private boolean hasPlace() throws InterruptedException {
    long from = System.nanoTime();
    speaker.figures.waiting.inc();
    try {
      return left() > 0 && speaker.places.tryAcquire(left(), TimeUnit.NANOSECONDS);
    } finally {
      speaker.figures.waiting.dec();
      queued += System.nanoTime() - from;
    }
  }

  private Answer sent(Question question) throws InterruptedException {
    attempts++;
    if (attempts > 1) {
      speaker.figures.retries.inc();
    }
    long from = System.nanoTime();
    speaker.figures.asking.inc();
    try {
      boolean streaming = occasion.generation().streaming() && occasion.shown().isPresent();
      var answer = speaker.models.ask(question, left(), streaming ? this::show : null);
      tellBreaker(answer, System.nanoTime() - from);
      return answer;
    } catch (InterruptedException | RuntimeException e) {
      breaker.releasePermission();
      throw e;
    } finally {
      speaker.figures.asking.dec();
    }
  }

  private void tellBreaker(Answer answer, long nanos) {
    var failed = answer instanceof Answer.Failed it ? it : null;
    speaker.figures.answered(provider.id(), failed == null ? "ok" : failed.error(), nanos);
    if (failed == null || !failed.isOutage()) {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else if (failed.error().equals("deadline") && nanos < FAIR_NANOS) {
      breaker.releasePermission();
    } else {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, new IOException(failed.error()));
    }
  }

  /**
   * Counts tokens, and what they cost. Where the endpoint does not tell, and may have been at work,
   * that is the most that the question can cost: a cap must hold against what nobody counts.
   */
  private double book(Answer answer, double worst) {
    requestId = answer.requestId();
    if (answer instanceof Answer.Words words && words.model() != null) {
      model = words.model();
    }
    var usage = answer.usage();
    if (speaker.endpoints.isReplay()) {
      if (answer instanceof Answer.Words) {
        errors.add("replayed");
      }
      return 0;
    }
    if (usage == null) {
      return switch (answer) {
        case Answer.Words _ -> {
          errors.add("no-usage");
          yield worst;
        }
        case Answer.Failed failed -> failed.worked() ? worst : 0;
      };
    }
    inputTokens += usage.input();
    outputTokens += usage.output();
    return wish.model().prices().of(usage.input(), usage.output());
  }

  /** The turn with a model's words, if they can be used. */
  private Optional<BotTurn> turn(Answer.Words words) {
    var verdict = Guards.judge(words.text(), words.ending(), wish);
    findings.addAll(verdict.findings());
    speaker.figures.found(verdict.findings());
    var turn =
        switch (verdict) {
          case Verdict.Fine(var text) -> said(text, Source.LLM);
          case Verdict.Repaired(var text, var _) -> said(text, Source.REPAIRED);
          case Verdict.Unusable _ -> Optional.<BotTurn>empty();
        };
    if (turn.isEmpty()) {
      refused = words.text();
    }
    return turn;
  }

  /** Empty where something else was shown already. */
  private Optional<BotTurn> said(String text, Source source) {
    return text.startsWith(shown)
        ? Optional.of(wish.scripted().saying(text, wish.delivered(), provenance(source)))
        : Optional.empty();
  }

  /** What is said where no answer can be used: what was shown already stays, else the script. */
  private BotTurn instead() {
    if (shown.isEmpty()) {
      return wish.scripted().saying(provenance(Source.FALLBACK));
    }
    findings.add("cut-off");
    speaker.figures.found(List.of("cut-off"));
    return wish.scripted().saying(shown, wish.delivered(), provenance(Source.REPAIRED));
  }

  /** Shows the beginning of an answer by whole sentences, as it grows. */
  private void show(String beginning) {
    begun |= !beginning.isEmpty();
    var fine = Guards.showable(beginning, wish);
    if (fine.length() > shown.length() && fine.startsWith(shown)) {
      shown = fine;
      occasion.shown().orElseThrow().accept(fine);
    }
  }

  /**
   * Waits before the same is asked again.
   *
   * @return whether there is time to ask
   */
  private boolean pause(Answer.Failed failed) throws InterruptedException {
    double jitter = ThreadLocalRandom.current().nextDouble(LEAST_JITTER, LEAST_JITTER + 1);
    long nanos =
        failed.retryAfter() == null
            ? (long) (FIRST_PAUSE.toNanos() * Math.pow(2, attempts - 1.0) * jitter)
            : failed.retryAfter().toNanos()
                + (long) (FIRST_PAUSE.toNanos() * (jitter - LEAST_JITTER));
    if (nanos >= left()) {
      return false;
    }
    Thread.sleep(Duration.ofNanos(nanos));
    return true;
  }

  private long left() {
    return occasion.deadline() - System.nanoTime();
  }

  private Provenance provenance(Source source) {
    return new Provenance(
        source,
        provider.id(),
        model,
        requestId,
        wish.promptHash(),
        parameters(),
        inputTokens,
        outputTokens,
        cost,
        Duration.ofNanos(queued),
        Duration.ofNanos(System.nanoTime() - began - queued),
        attempts,
        findings,
        errors,
        refused);
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("temperature", Double.toString(wish.model().temperature()));
    parameters.put("max_tokens", Integer.toString(wish.model().maxTokens()));
    if (provider == Provider.OPENAI) {
      wish.model().seed().ifPresent(seed -> parameters.put("seed", Long.toString(seed)));
    }
    return parameters;
  }
}

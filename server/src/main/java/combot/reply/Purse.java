package combot.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import combot.study.Generation;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Keeps to the caps of studies. Safe for many threads. */
final class Purse {

  private static final Logger LOG = Logger.getLogger(Purse.class);
  private static final double NEAR = 0.8;
  private static final int ACCOUNTS = 10_000;

  /** A budget that a question counts against. */
  private record Budget(String name, double cap, Account account) {}

  private final Ledger ledger;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Cache<String, Account> accounts =
      Caffeine.newBuilder().maximumSize(ACCOUNTS).build();
  private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

  /**
   * @param nanos as {@link System#nanoTime}
   */
  Purse(Ledger ledger, InstantSource clock, LongSupplier nanos) {
    this.ledger = ledger;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * Reserves what a question may cost at most. Where it fits, {@link #settle} is due.
   *
   * @return empty if it fits, else why not: {@code cap-conversation}, {@code cap-study}, {@code
   *     cap-day}, or {@code no-ledger} where what was spent can't be known
   */
  Optional<String> reserve(Occasion occasion, double worst) {
    var reserved = new ArrayList<Budget>();
    for (var budget : budgets(occasion)) {
      var refused = refused(budget, worst);
      warn(occasion.studyId(), budget);
      if (refused.isPresent()) {
        reserved.forEach(it -> it.account().settle(worst, 0));
        return refused;
      }
      reserved.add(budget);
    }
    return Optional.empty();
  }

  private Optional<String> refused(Budget budget, double worst) {
    try {
      return budget.account().reserve(worst, budget.cap(), nanos.getAsLong())
          ? Optional.empty()
          : Optional.of("cap-" + budget.name());
    } catch (RuntimeException e) {
      LOG.warnf("what was spent on models can't be read: %s", e);
      return Optional.of("no-ledger");
    }
  }

  /** A question for which was reserved is over. */
  void settle(Occasion occasion, double worst, double cost) {
    budgets(occasion).forEach(it -> it.account().settle(worst, cost));
  }

  /** Whether the study's cap or the day's is reached. */
  boolean isSpent(String studyId, Generation generation) {
    return shared(studyId, generation).stream()
        .anyMatch(it -> {
          try {
            return it.account().isSpent(it.cap(), nanos.getAsLong());
          } catch (RuntimeException e) {
            LOG.warnf("what was spent on models can't be read: %s", e);
            return false; // Newcomers are not kept out for that: the store says so by itself.
          }
        });
  }

  private List<Budget> budgets(Occasion occasion) {
    var budgets = new ArrayList<>(shared(occasion.studyId(), occasion.generation()));
    var id = occasion.conversationId();
    add(
        budgets,
        "conversation",
        id,
        occasion.generation().caps().conversation(),
        () -> ledger.ofConversation(id));
    return budgets;
  }

  private List<Budget> shared(String studyId, Generation generation) {
    var budgets = new ArrayList<Budget>();
    var caps = generation.caps();
    add(budgets, "study", studyId, caps.study(), () -> ledger.ofStudy(studyId));
    add(budgets, "day", studyId, caps.day(), () -> ledger.today(studyId));
    return budgets;
  }

  private void add(
      List<Budget> budgets, String name, String id, OptionalDouble cap, DoubleSupplier spent) {
    if (cap.isPresent()) {
      var account = accounts.get(name + " " + id, _ -> new Account(spent));
      budgets.add(new Budget(name, cap.getAsDouble(), account));
    }
  }

  private void warn(String studyId, Budget budget) {
    double total = budget.account().total();
    if (budget.name().equals("conversation") || total < NEAR * budget.cap()) {
      return;
    }
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!today.equals(warned.put(budget.name() + " " + studyId, today))) {
      LOG.warnf(
          "the study %s has spent %.3g, or may with what is asked now, of the %.3g of its cap '%s' on models; at the cap replies are scripted, and with 'at-cap: stop' nobody new is let in",
          studyId, total, budget.cap(), budget.name());
    }
  }
}

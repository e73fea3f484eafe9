package combot.store;

import combot.study.Condition;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Hands out the slots of an assignment, inside the transaction that begins a conversation, so that
 * two people never hold the same one.
 *
 * <p>A slot is {@code TAKEN}, {@code LEASED} until a time, or {@code SKIPPED}: its condition had
 * its quota when its turn came. The lowest one whose lease has run out goes first, then the next
 * number.
 *
 * <p>Whoever consented is never turned away because others only opened: for them a quota counts
 * what is taken. For those who open it counts leases too. A lease that is kept may so exceed a
 * quota, which is better than to send somebody away in the middle.
 */
final class Slots {

  /** A numbered place and the condition that comes with it. */
  record Slot(long number, Condition condition) {}

  private final Handle handle;
  private final Opening opening;
  private final String stratum;

  Slots(Handle handle, Opening opening) {
    this.handle = handle;
    this.opening = opening;
    this.stratum = nameOf(opening);
  }

  /**
   * Name of the sequence of slots that an opening draws from: the assignment's scheme, and the
   * levels fixed from outside.
   */
  static String nameOf(Opening opening) {
    return opening.study().scheme() + " " + new TreeMap<>(opening.stratum());
  }

  /** Takes or leases the slot for a conversation; empty where every condition has its quota. */
  Optional<Slot> take(String conversationId) {
    var open = open();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    while (true) {
      var slot = slot(next());
      if (open.contains(slot.condition())) {
        var until = opening.leasedUntil();
        put(slot, until == null ? "TAKEN" : "LEASED", conversationId, until);
        return Optional.of(slot);
      }
      put(slot, "SKIPPED", null, null);
    }
  }

  /**
   * Makes a lease final.
   *
   * @return {@code false} if it had run out and the slot went to somebody else, whose it stays
   */
  static boolean keep(Handle handle, String conversationId) {
    return handle
            .createUpdate(
                "update slot set status = 'TAKEN', leased_until = null where conversation_id = :conversation")
            .bind("conversation", conversationId)
            .execute()
        == 1;
  }

  private Slot slot(long number) {
    return new Slot(number, opening.study().conditionOf(opening.stratum(), number));
  }

  /** The conditions that may still be given. */
  private Set<Condition> open() {
    var study = opening.study();
    var open = new HashSet<Condition>();
    for (var condition : study.conditions()) {
      if (condition.agreesWith(opening.stratum())
          && study.assignment().weightOf(condition) > 0
          && !hasQuota(condition)) {
        open.add(condition);
      }
    }
    return open;
  }

  private boolean hasQuota(Condition condition) {
    var quota = opening.study().assignment().quota();
    return quota.isPresent()
        && handle
                .createQuery(
                    """
                    select count(*) from slot
                    where study_id = :study and assigned = :assigned
                      and (status = 'TAKEN' or :leasing and leased_until >= :now)\
                    """)
                .bind("study", opening.study().id())
                .bind("assigned", Json.write(condition.levels()))
                .bind("now", opening.now().toEpochMilli())
                .bind("leasing", opening.leasedUntil() != null)
                .mapTo(Integer.class)
                .one()
            >= quota.getAsInt();
  }

  /** The lowest whose lease has run out, else the first that was never given. */
  private long next() {
    return handle
        .createQuery(
            """
            select coalesce(
              (select min(number) from slot
               where study_id = :study and stratum = :stratum and leased_until < :now),
              (select max(number) + 1 from slot where study_id = :study and stratum = :stratum),
              0)\
            """)
        .bind("study", opening.study().id())
        .bind("stratum", stratum)
        .bind("now", opening.now().toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  private void put(Slot slot, String status, String conversationId, Instant until) {
    handle
        .createUpdate(
            """
            insert into slot (study_id, stratum, number, assigned, status, conversation_id, leased_until)
            values (:study, :stratum, :number, :assigned, :status, :conversation, :until)
            on conflict (study_id, stratum, number) do update
            set status = excluded.status, conversation_id = excluded.conversation_id,
                leased_until = excluded.leased_until\
            """)
        .bind("study", opening.study().id())
        .bind("stratum", stratum)
        .bind("number", slot.number())
        .bind("assigned", Json.write(slot.condition().levels()))
        .bind("status", status)
        .bind("conversation", conversationId)
        .bind("until", until == null ? null : until.toEpochMilli())
        .execute();
  }
}

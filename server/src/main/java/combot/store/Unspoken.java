package combot.store;

import combot.study.Study;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Conversations that were opened and in which nothing was ever said: what monitors and link
 * previews leave behind. They are no data, and are removed once nobody can be about to speak.
 */
final class Unspoken {
  private Unspoken() {}

  private static final Duration KEPT = Duration.ofDays(1);

  /** More than the one that is opened, and so few that the opening does not notice. */
  private static final int AT_ONCE = 2;

  /** Removes some of those opened more than a day before {@code now}. */
  static void sweep(Handle handle, Study study, Instant now) {
    var old =
        handle
            .createQuery(
                """
                select id, participant_id from conversation
                where study_id = :study and status = 'OPENED' and created_at < :before
                order by created_at limit :limit\
                """)
            .bind("study", study.id())
            .bind("before", now.minus(KEPT).toEpochMilli())
            .bind("limit", AT_ONCE)
            .map((row, _) -> List.of(row.getString(1), row.getString(2)))
            .list();
    old.forEach(row -> remove(handle, row.getFirst(), row.getLast()));
  }

  private static void remove(Handle handle, String conversation, String participant) {
    handle.execute(
        "update slot set conversation_id = null where conversation_id = ?", conversation);
    handle.execute("delete from turn where conversation_id = ?", conversation);
    handle.execute("delete from token where conversation_id = ?", conversation);
    handle.execute("delete from conversation where id = ?", conversation);
    handle.execute("delete from participant where id = ?", participant);
  }
}

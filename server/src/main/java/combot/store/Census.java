package combot.store;

import combot.study.Condition;
import combot.study.Study;
import combot.study.When;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What is stored of a study, counted.
 *
 * @param taken slots that people hold, by condition: what a quota counts
 * @param drawn those of them that today's assignment drew with no level fixed from outside, which
 *     follow its weights
 * @param turns of the bot
 * @param misdelivered turns of the bot that carry a level other than the one assigned, or a class
 *     other than the one found
 * @param torn conversations whose turns are not numbered 1, 2, 3 … up to as many as it should have
 */
public record Census(
    Map<Condition, Long> taken,
    Map<Condition, Long> drawn,
    long turns,
    long misdelivered,
    long torn) {

  /**
   * A kind of turn.
   *
   * @param assigned levels, and the class that was found
   * @param turns how many there are
   */
  private record Delivery(Map<String, String> assigned, Map<String, String> delivered, long turns) {
    boolean isRight() {
      return assigned.entrySet().containsAll(delivered.entrySet());
    }
  }

  public Census {
    taken = Map.copyOf(taken);
    drawn = Map.copyOf(drawn);
  }

  static Census of(Handle handle, Study study) {
    var deliveries =
        handle
            .createQuery(
                """
                select c.assigned, c.complaint_class, t.delivered, count(*) as turns
                from conversation c join turn t on t.conversation_id = c.id
                where c.study_id = :study and t.role = 'BOT'
                group by c.assigned, c.complaint_class, t.delivered\
                """)
            .bind("study", study.id())
            .map((row, _) -> delivery(row))
            .list();
    return new Census(
        slots(handle, study, ""),
        slots(handle, study, "and stratum = :stratum"),
        deliveries.stream().mapToLong(Delivery::turns).sum(),
        deliveries.stream().filter(it -> !it.isRight()).mapToLong(Delivery::turns).sum(),
        torn(handle, study));
  }

  private static long torn(Handle handle, Study study) {
    return handle
        .createQuery(
            """
            select count(*) from (
              select c.id from conversation c left join turn t on t.conversation_id = c.id
              where c.study_id = :study
              group by c.id, c.turns
              having c.turns <> count(t.number) or c.turns <> coalesce(max(t.number), 0)) as torn\
            """)
        .bind("study", study.id())
        .mapTo(Long.class)
        .one();
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    var assigned = Json.strings(row.getString("assigned"));
    assigned.put(When.CLASS, row.getString("complaint_class"));
    return new Delivery(assigned, Json.strings(row.getString("delivered")), row.getLong("turns"));
  }

  private static Map<Condition, Long> slots(Handle handle, Study study, String where) {
    var query =
        handle.createQuery(
            """
            select assigned, count(*) as slots from slot
            where study_id = :study and status = 'TAKEN' %s
            group by assigned\
            """
                .formatted(where));
    if (!where.isEmpty()) {
      query.bind("stratum", study.scheme() + " " + new TreeMap<>());
    }
    return query
        .bind("study", study.id())
        .map((row, _) ->
            Map.entry(new Condition(Json.strings(row.getString("assigned"))), row.getLong("slots")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
  }
}

package combot.store;

import combot.study.Condition;
import combot.study.Study;
import combot.study.When;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Whether all that is stored of a study is as it should be: reads every turn. Lone turns, which
 * belong to no condition's count, and load tests are left out.
 */
public final class Audit {

  /** Rows that PostgreSQL sends at once; by itself it would send all. */
  private static final int ROWS_AT_ONCE = 1_000;

  private final Handle handle;
  private final Study study;
  private long conversations;
  private long turns;
  private long astray;
  private long gaps;
  private String at = "";
  private long expected;
  private long next;

  private Audit(Handle handle, Study study) {
    this.handle = handle;
    this.study = study;
  }

  /**
   * @param conversations that have a turn
   * @param turns of these
   * @param astray turns of the bot that carry another treatment than was assigned, or speak to
   *     another class of complaint
   * @param gaps conversations whose turns are not 1, 2, 3 … up to as many as it should have
   */
  public record Result(
      String study,
      String version,
      long conversations,
      long turns,
      long astray,
      long gaps,
      List<Cell> cells) {
    public Result {
      cells = List.copyOf(cells);
    }
  }

  /**
   * @param weight 0: nobody is assigned to it
   * @param quota {@code null}: none
   * @param taken people who hold a slot of it for good
   * @param finished people who came to the end
   */
  public record Cell(
      Map<String, String> condition, int weight, Integer quota, long taken, long finished) {}

  private record Row(
      String conversation,
      String assigned,
      String complaintClass,
      long turns,
      long number,
      String delivered) {}

  static Result of(Jdbi jdbi, Study study) {
    try {
      return jdbi.inTransaction(handle -> new Audit(handle, study).read());
    } catch (JdbiException e) {
      throw new StoreException("can't look through what is stored: " + e.getMessage(), e);
    }
  }

  private Result read() {
    handle
        .createQuery(
            """
            select c.id, c.assigned, c.complaint_class, c.turns, t.number, t.delivered
            from conversation c join turn t on t.conversation_id = c.id
            where c.study_id = :study and c.origin <> 'UNLINKED'
            order by c.id, t.number\
            """)
        .bind("study", study.id())
        .setFetchSize(ROWS_AT_ONCE)
        .map((row, _) ->
            new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getString(6)))
        .forEach(this::look);
    closeConversation();
    return new Result(study.id(), study.version(), conversations, turns, astray, gaps, cells());
  }

  private void look(Row row) {
    if (!row.conversation().equals(at)) {
      closeConversation();
      at = row.conversation();
      expected = row.turns();
      next = 1;
      conversations++;
    }
    turns++;
    if (row.number() == next) {
      next++;
    }
    if (row.delivered() != null && isAstray(row)) {
      astray++;
    }
  }

  private void closeConversation() {
    if (!at.isEmpty() && next != expected + 1) {
      gaps++;
    }
  }

  private static boolean isAstray(Row row) {
    var due = Json.strings(row.assigned());
    due.put(When.CLASS, row.complaintClass());
    return !new Condition(due).agreesWith(Json.strings(row.delivered()));
  }

  private List<Cell> cells() {
    var taken =
        counts(
            "select assigned, count(*) from slot where study_id = :study and status = 'TAKEN' group by assigned");
    var finished =
        counts(
            "select assigned, count(*) from conversation where study_id = :study and status = 'FINISHED' and origin <> 'UNLINKED' group by assigned");
    var cells = new ArrayList<Cell>();
    for (var condition : study.conditions()) {
      var quota = study.assignment().quota();
      cells.add(
          new Cell(
              condition.levels(),
              study.assignment().weightOf(condition),
              quota.isPresent() ? quota.getAsInt() : null,
              taken.getOrDefault(condition, 0L),
              finished.getOrDefault(condition, 0L)));
    }
    return cells;
  }

  private Map<Condition, Long> counts(String sql) {
    var counts = new HashMap<Condition, Long>();
    handle
        .createQuery(sql)
        .bind("study", study.id())
        .map((row, _) -> Map.entry(new Condition(Json.strings(row.getString(1))), row.getLong(2)))
        .forEach(entry -> counts.merge(entry.getKey(), entry.getValue(), Long::sum));
    return counts;
  }
}

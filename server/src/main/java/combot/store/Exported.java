package combot.store;

import combot.study.Condition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The turns of a study's conversations in which somebody consented or spoke, without those of lone
 * requests.
 */
final class Exported {
  private Exported() {}

  private static final int AT_ONCE = 500;
  private static final String WHICH =
      "c.study_id = :study and c.status <> 'OPENED' and c.origin <> 'UNLINKED'";

  /** The factors that conversations were assigned levels of, in the order of the study. */
  static SequencedSet<String> factors(Handle handle, String studyId) {
    var factors = new LinkedHashSet<String>();
    handle
        .createQuery("select distinct c.assigned from conversation c where " + WHICH)
        .bind("study", studyId)
        .mapTo(String.class)
        .forEach(assigned -> factors.addAll(Json.strings(assigned).keySet()));
    return factors;
  }

  /** Conversation by conversation, in the order in which these were opened. */
  static void turns(Handle handle, String studyId, Consumer<ExportedTurn> each) {
    handle
        .createQuery(
            """
            select c.id as conversation, p.panel_id, c.study_version, c.assigned, c.status, c.complaint_class,
              k.value as contact, t.number, t.role, t.kind, t.text, t.source, t.delivered, t.progress, t.created_at,
              t.computed_ms, t.shown_ms, %s
            from conversation c
            join participant p on p.id = c.participant_id
            join turn t on t.conversation_id = c.id
            left join generation g on g.conversation_id = t.conversation_id and g.number = t.number
            left join contact k on k.conversation_id = c.id
            where %s
            order by c.created_at, c.id, t.number\
            """
                .formatted(Generations.COLUMNS, WHICH))
        .bind("study", studyId)
        .setFetchSize(AT_ONCE)
        .map((row, _) -> turn(row))
        .forEach(each);
  }

  private static ExportedTurn turn(ResultSet row) throws SQLException {
    return new ExportedTurn(
        row.getString("conversation"),
        row.getString("panel_id"),
        row.getString("study_version"),
        new Condition(Json.strings(row.getString("assigned"))),
        Conversation.Status.valueOf(row.getString("status")),
        row.getString("complaint_class"),
        row.getString("contact"),
        Records.turn(row),
        Generations.provenance(row));
  }
}

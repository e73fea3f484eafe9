package combot.store;

import combot.conversation.Provenance;
import combot.study.Study;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * What load tests leave behind: conversations like any other's, in the same tables, each run under
 * a study id of its own that no study file can have. So none is in a study's data, counts, slots or
 * quotas, and all of a run can be found and removed.
 *
 * <p>Safe for use by many threads. Every method throws {@link StoreException} if the database
 * fails.
 */
public final class LoadTests {

  static final String MARK = "@loadtest:";

  /** So few that a participant's commit does not wait long for it. */
  private static final int REMOVED_AT_ONCE = 50;

  private final Jdbi jdbi;
  private final Writer writer;

  LoadTests(Jdbi jdbi, Writer writer) {
    this.jdbi = jdbi;
    this.writer = writer;
  }

  /**
   * A run that has left something.
   *
   * @param since when its first conversation began
   */
  public record Run(String run, String study, long conversations, Instant since) {}

  /**
   * A conversation as it is stored.
   *
   * @param studyVersion the file by which it went
   * @param complaintClass empty where nothing was classified yet
   */
  public record Stored(
      String id,
      String study,
      String studyVersion,
      Map<String, String> assigned,
      Optional<String> complaintClass,
      String status,
      Optional<String> contact,
      List<Entry> turns) {
    public Stored {
      turns = List.copyOf(turns);
    }
  }

  /**
   * @param turnId of a participant's turn
   * @param words who wrote a bot's turn; empty for a participant's
   */
  public record Entry(Turn turn, Optional<String> turnId, Optional<Provenance.Source> words) {}

  /**
   * The study by which a run's conversations go: as it is, under the run's own id, for any number
   * of people.
   */
  public static Study apart(Study study, String run) {
    return study.apart(study.id() + MARK + run);
  }

  /** Whether a study id is a load test's. */
  public static boolean isOne(String studyId) {
    return studyId.contains(MARK);
  }

  /** What there is, the earliest first. */
  public List<Run> runs() {
    return read(handle ->
        handle
            .createQuery(
                """
                select study_id, count(*), min(created_at) as since from conversation
                where study_id like :any group by study_id order by since, study_id\
                """)
            .bind("any", "%" + MARK + "%")
            .map((row, _) -> {
              var names = row.getString(1).split(MARK, 2);
              return new Run(
                  names[1], names[0], row.getLong(2), Instant.ofEpochMilli(row.getLong(3)));
            })
            .list());
  }

  /**
   * Conversations of a run with all their turns, by their ids.
   *
   * @param after only those with a greater id; empty: from the first
   * @param limit how many at most
   */
  public List<Stored> page(String run, String after, int limit) {
    // One state of both tables, or a turn that comes meanwhile would seem lost.
    return read(handle ->
        handle.inTransaction(
            TransactionIsolationLevel.SERIALIZABLE, _ -> page(handle, run, after, limit)));
  }

  private static List<Stored> page(Handle handle, String run, String after, int limit) {
    var turns = turns(handle, run, after, limit);
    return handle
        .createQuery(
            """
            select c.id, c.study_id, c.study_version, c.assigned, c.complaint_class, c.status, k.value as contact
            from conversation c left join contact k on k.conversation_id = c.id
            where c.study_id like :run and c.id > :after order by c.id limit :limit\
            """)
        .bind("run", "%" + MARK + run)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) ->
            new Stored(
                row.getString("id"),
                row.getString("study_id").split(MARK, 2)[0],
                row.getString("study_version"),
                Json.strings(row.getString("assigned")),
                Optional.ofNullable(row.getString("complaint_class")),
                row.getString("status"),
                Optional.ofNullable(row.getString("contact")),
                turns.getOrDefault(row.getString("id"), List.of())))
        .list();
  }

  private record Owned(String conversation, Entry entry) {}

  private static Map<String, List<Entry>> turns(
      Handle handle, String run, String after, int limit) {
    return handle
        .createQuery(
            """
            select t.conversation_id, t.number, t.role, t.kind, t.text, t.source, t.delivered, t.turn_id, t.progress, t.created_at,
              t.computed_ms, t.shown_ms, g.source as written_by
            from turn t left join generation g on g.conversation_id = t.conversation_id and g.number = t.number
            where t.conversation_id in (
              select id from conversation where study_id like :run and id > :after order by id limit :limit)
            order by t.conversation_id, t.number\
            """)
        .bind("run", "%" + MARK + run)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> new Owned(row.getString("conversation_id"), entry(row)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Owned::conversation,
                LinkedHashMap::new,
                Collectors.mapping(Owned::entry, Collectors.toList())));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var turn = Records.turn(row);
    var generated = row.getString("written_by");
    return new Entry(
        turn,
        Optional.ofNullable(row.getString("turn_id")),
        turn.role() == Turn.Role.BOT
            ? Optional.of(
                generated == null
                    ? Provenance.Source.SCRIPTED
                    : Provenance.Source.valueOf(generated))
            : Optional.empty());
  }

  /**
   * Removes what a run left, a few conversations at a time. The run should have ended: what it says
   * meanwhile may keep a conversation from being removed.
   *
   * @param most after so many it stops, at the next few
   * @return how many conversations there were
   */
  public long remove(String run, long most) {
    long removed = 0;
    for (var study : studies(run)) {
      int some = REMOVED_AT_ONCE;
      while (some == REMOVED_AT_ONCE && removed < most) {
        some = removeSome(study);
        removed += some;
      }
    }
    return removed;
  }

  /** Tried again once: a turn that was stored meanwhile, of a run's last moments, is in the way. */
  private int removeSome(String study) {
    try {
      return writer.write(handle -> removeSome(handle, study));
    } catch (StoreException _) {
      return writer.write(handle -> removeSome(handle, study));
    }
  }

  /** The study ids of a run, looked for before anything is locked: it reads whole tables. */
  private List<String> studies(String run) {
    return read(handle ->
        handle
            .createQuery(
                """
                select study_id from conversation where study_id like :run
                union select study_id from slot where study_id like :run
                union select study_id from participant where study_id like :run\
                """)
            .bind("run", "%" + MARK + run)
            .mapTo(String.class)
            .list());
  }

  /**
   * Removes what load tests left.
   *
   * @param most as in {@link #remove}
   * @return how many conversations there were
   */
  public long removeAll(long most) {
    long removed = 0;
    for (var run : runs()) {
      removed += removed < most ? remove(run.run(), most - removed) : 0;
    }
    return removed;
  }

  private static int removeSome(Handle handle, String study) {
    var conversations =
        handle
            .createQuery("select id from conversation where study_id = :study limit :limit")
            .bind("study", study)
            .bind("limit", REMOVED_AT_ONCE)
            .mapTo(String.class)
            .list();
    if (!conversations.isEmpty()) {
      removeAll(handle, conversations);
    }
    if (conversations.size() < REMOVED_AT_ONCE) {
      removeRest(handle, study);
    }
    return conversations.size();
  }

  private static void removeAll(Handle handle, List<String> conversations) {
    for (var table : List.of("generation", "turn", "token", "contact")) {
      handle
          .createUpdate("delete from " + table + " where conversation_id in (<ids>)")
          .bindList("ids", conversations)
          .execute();
    }
    handle
        .createUpdate("delete from conversation where id in (<ids>)")
        .bindList("ids", conversations)
        .execute();
  }

  private static void removeRest(Handle handle, String study) {
    handle.execute("delete from slot where study_id = ?", study);
    handle.execute(
        "delete from former_parameters where participant_id in (select id from participant where study_id = ?)",
        study);
    handle.execute("delete from participant where study_id = ?", study);
  }

  private <T> T read(org.jdbi.v3.core.HandleCallback<T, RuntimeException> query) {
    try {
      return jdbi.withHandle(query);
    } catch (JdbiException e) {
      throw new StoreException("can't read what load tests left: " + e.getMessage(), e);
    }
  }
}

package combot.store;

import combot.conversation.State;
import combot.study.Condition;
import combot.study.Study;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Reads the record of conversations. Safe for use by many threads; every method throws {@link
 * StoreException} if the database fails.
 */
public final class Records {

  /**
   * A conversation, and whether a turn of it was stored before.
   *
   * @param repeats the stored message with the id asked for, or empty
   * @param pending its last turn, where that is a message without an answer yet
   */
  public record Found(
      Conversation conversation, Optional<Repeat> repeats, Optional<Pending> pending) {}

  /**
   * A message that is stored already.
   *
   * @param text empty where it was a contact
   */
  public record Repeat(int number, String text) {
    /** Whether it may have been this one. */
    public boolean isOf(String message) {
      return text.isEmpty() || text.equals(message);
    }
  }

  /**
   * A conversation with what only its end brings.
   *
   * @param contact the e-mail address or panel id that was asked for
   * @param clientSeconds what the client's clock said it took
   * @param finishedAt when its last message came
   */
  public record Kept(
      Conversation conversation,
      Optional<String> contact,
      Optional<Double> clientSeconds,
      Optional<Instant> finishedAt) {}

  private static final String CONVERSATION =
      """
      select c.id, c.study_id, c.study_version, c.origin, c.status, c.assigned, c.seed, c.step, c.round, c.progress,
        c.complaint_class, c.scores, c.turns, c.version, c.created_at, c.updated_at, c.pending_turn, c.lease_until, p.panel_id,
        p.parameters, t.number as repeated, t.text as repeated_text
      from conversation c
      join participant p on p.id = c.participant_id
      left join turn t on t.conversation_id = c.id and t.turn_id = :turnId
      """;

  private final Jdbi jdbi;

  Records(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * The conversation that a token opens; empty for an unknown token.
   *
   * @param turnId id of a turn that may be stored already; {@code null}: don't look
   */
  public Optional<Found> find(Token token, String turnId) {
    return read(
        CONVERSATION + "join token k on k.conversation_id = c.id where k.hash = :key",
        token.hash(),
        turnId);
  }

  /** As {@link #find}, by the conversation's id. */
  public Optional<Found> byId(String conversationId, String turnId) {
    return read(CONVERSATION + "where c.id = :key", conversationId, turnId);
  }

  /**
   * Whether {@link Journal#resume} may find the conversation that the same request or the same
   * person began; if not, it need not be asked, which would keep others from writing.
   */
  public boolean mayResume(Opening opening) {
    return attempt(
        "look for an earlier conversation",
        () -> jdbi.withHandle(handle -> new EarlierConversation(handle, opening).isLikely()));
  }

  /**
   * The conversations of a study that count, in the order in which they were opened: in all of them
   * somebody consented or spoke, and none is a lone turn's.
   */
  public List<Kept> kept(String studyId) {
    return attempt(
        "read the conversations of a study",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select c.*, p.panel_id, p.parameters, k.value as contact
                        from conversation c
                        join participant p on p.id = c.participant_id
                        left join contact k on k.conversation_id = c.id
                        where c.study_id = :study and c.status <> 'OPENED' and c.origin <> 'UNLINKED'
                        order by c.created_at, c.id\
                        """)
                    .bind("study", studyId)
                    .map((row, _) -> kept(row))
                    .list()));
  }

  /**
   * How many conversations, of those opened at most a day ago, had a turn since then; without those
   * of load tests.
   */
  public long active(Instant since) {
    return activeByStudy(since).entrySet().stream()
        .filter(study -> !LoadTests.isOne(study.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The same by the study's id, for those that have any; load tests' are left out. */
  public Map<String, Long> activeByStudy(Instant since) {
    return attempt(
        "count the active conversations",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "select study_id, count(*) from conversation where id >= :from and status = 'ACTIVE' and updated_at >= :since and study_id not like :tests group by study_id order by study_id")
                    .bind("from", Ids.from(since.minus(Duration.ofDays(1))))
                    .bind("since", since.toEpochMilli())
                    .bind("tests", "%" + LoadTests.MARK + "%")
                    .reduceRows(
                        new TreeMap<String, Long>(),
                        (all, row) -> {
                          all.put(row.getColumn(1, String.class), row.getColumn(2, Long.class));
                          return all;
                        })));
  }

  /** The studies of which a version was ever served here, by their ids. */
  public List<String> studyIds() {
    return attempt(
        "list the studies",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery("select distinct study_id from study_version order by study_id")
                    .mapTo(String.class)
                    .list()));
  }

  /**
   * Reads the turns of a study's conversations that count, as they are at one moment, one after the
   * other: conversation by conversation, in the order in which these were opened.
   *
   * @param to who takes the turns, given the factors that levels were assigned of
   */
  public void export(String studyId, Function<SequencedSet<String>, Consumer<ExportedTurn>> to) {
    attempt(
        "read the turns of a study",
        () ->
            jdbi.inTransaction(
                TransactionIsolationLevel.SERIALIZABLE,
                handle -> {
                  var each = to.apply(Exported.factors(handle, studyId));
                  Exported.turns(handle, studyId, each);
                  return null;
                }));
  }

  /** What models have cost for a conversation, in the currency of its study's prices. */
  public double costOf(String conversationId) {
    return cost("conversation_id = :key", conversationId, Instant.EPOCH);
  }

  /** The same for all conversations of a study, by replies that were stored since then. */
  public double costOfStudy(String studyId, Instant since) {
    return cost("study_id = :key", studyId, since);
  }

  /**
   * What models cost for finished conversations.
   *
   * @param mean of a conversation, 0 where there is none
   */
  public record Costs(long conversations, double mean) {}

  /** Of conversations that went by this version of a study. */
  public Costs finishedCosts(Study study) {
    return attempt(
        "add up costs",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select count(distinct c.id), coalesce(sum(g.cost), 0)
                        from conversation c left join generation g on g.conversation_id = c.id
                        where c.study_id = :study and c.status = 'FINISHED' and c.study_version = :version\
                        """)
                    .bind("study", study.id())
                    .bind("version", study.version())
                    .map((row, _) ->
                        new Costs(row.getLong(1), row.getDouble(2) / Math.max(1, row.getLong(1))))
                    .one()));
  }

  /** Replies that a model was wanted for, and those of them whose words are the study's. */
  public record Written(long all, long fallbacks) {}

  /** Of replies in a study that were stored since then. */
  public Written writtenSince(String studyId, Instant since) {
    return attempt(
        "count who wrote replies",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "select count(*), count(case when source = 'FALLBACK' then 1 end) from generation where study_id = :study and created_at >= :since")
                    .bind("study", studyId)
                    .bind("since", since.toEpochMilli())
                    .map((row, _) -> new Written(row.getLong(1), row.getLong(2)))
                    .one()));
  }

  /**
   * What models took, queues included, of these turns of a conversation.
   *
   * @param turns one at least, one after the other
   */
  public Duration modelTime(String conversationId, List<Turn> turns) {
    return attempt(
        "add up models' times",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "select coalesce(sum(queued_ms + computed_ms), 0) from generation where conversation_id = :id and number between :first and :last")
                    .bind("id", conversationId)
                    .bind("first", turns.getFirst().number())
                    .bind("last", turns.getLast().number())
                    .map((row, _) -> Duration.ofMillis(row.getLong(1)))
                    .one()));
  }

  private double cost(String which, String key, Instant since) {
    return attempt(
        "add up costs",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "select coalesce(sum(cost), 0) from generation where created_at >= :since and "
                            + which)
                    .bind("since", since.toEpochMilli())
                    .bind("key", key)
                    .mapTo(Double.class)
                    .one()));
  }

  /** What is stored of a study, counted: a scan of its turns. */
  public Census census(Study study) {
    return attempt(
        "count what is stored of a study",
        () -> jdbi.withHandle(handle -> Census.of(handle, study)));
  }

  /** The file of a study version; empty where it was never loaded here. */
  public Optional<String> studyContent(String version) {
    return attempt(
        "read a study version",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery("select content from study_version where version = :version")
                    .bind("version", version)
                    .mapTo(String.class)
                    .findOne()));
  }

  /**
   * The turns of a conversation in order.
   *
   * @param after only those with a number above
   */
  public List<Turn> turns(String conversationId, int after) {
    return attempt(
        "read turns",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select number, role, kind, text, source, delivered, progress, created_at, computed_ms, shown_ms
                        from turn
                        where conversation_id = :id and number > :after order by number\
                        """)
                    .bind("id", conversationId)
                    .bind("after", after)
                    .map((row, _) -> turn(row))
                    .list()));
  }

  /** Whether the database answers. */
  public boolean isReachable() {
    try {
      return jdbi.withHandle(handle -> handle.createQuery("select 1").mapTo(Integer.class).one())
          == 1;
    } catch (JdbiException e) {
      return false;
    }
  }

  private Optional<Found> read(String sql, String key, String turnId) {
    return attempt(
        "read a conversation",
        () ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(sql)
                    .bind("key", key)
                    .bind("turnId", turnId)
                    .map((row, _) -> found(row))
                    .findOne()));
  }

  private static <T> T attempt(String what, Supplier<T> read) {
    try {
      return read.get();
    } catch (JdbiException e) {
      throw new StoreException("can't " + what + ": " + e.getMessage(), e);
    }
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        conversation(row),
        row.getObject("repeated") instanceof Number number
            ? Optional.of(new Repeat(number.intValue(), row.getString("repeated_text")))
            : Optional.empty(),
        pending(row));
  }

  private static Optional<Pending> pending(ResultSet row) throws SQLException {
    var turn = row.getString("pending_turn");
    return turn == null
        ? Optional.empty()
        : Optional.of(new Pending(turn, Instant.ofEpochMilli(row.getLong("lease_until"))));
  }

  private static Kept kept(ResultSet row) throws SQLException {
    var seconds = Optional.ofNullable((Number) row.getObject("client_seconds"));
    var finished = Optional.ofNullable((Number) row.getObject("finished_at"));
    return new Kept(
        conversation(row),
        Optional.ofNullable(row.getString("contact")),
        seconds.map(Number::doubleValue),
        finished.map(Number::longValue).map(Instant::ofEpochMilli));
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    var state =
        new State(
            new Condition(Json.strings(row.getString("assigned"))),
            row.getLong("seed"),
            row.getInt("step"),
            row.getInt("round"),
            row.getInt("progress"),
            row.getString("complaint_class"),
            Json.numbers(row.getString("scores")));
    return new Conversation(
        row.getString("id"),
        row.getString("study_id"),
        row.getString("study_version"),
        Conversation.Origin.valueOf(row.getString("origin")),
        Conversation.Status.valueOf(row.getString("status")),
        state,
        row.getInt("turns"),
        row.getLong("version"),
        row.getString("panel_id"),
        Json.strings(row.getString("parameters")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  static Turn turn(ResultSet row) throws SQLException {
    return new Turn(
        row.getInt("number"),
        Turn.Role.valueOf(row.getString("role")),
        row.getString("kind"),
        row.getString("text"),
        row.getString("source"),
        Json.strings(row.getString("delivered")),
        row.getInt("progress"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getObject("computed_ms") == null
            ? null
            : new Turn.Timing(
                Duration.ofMillis(row.getLong("computed_ms")),
                Duration.ofMillis(row.getLong("shown_ms"))));
  }
}

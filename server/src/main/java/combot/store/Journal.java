package combot.store;

import combot.conversation.Engine;
import combot.conversation.State;
import combot.study.Seeds;
import combot.study.Study;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Appends to the record of conversations. Each method is one transaction, durable when it returns.
 *
 * <p>Safe for use by many threads. Every method throws {@link StoreException} if the database
 * fails: then all of the call was stored or nothing, and to do it again is safe.
 */
public final class Journal {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Writer writer;

  Journal(Writer writer) {
    this.writer = writer;
  }

  /**
   * Keeps a study version's file, so that its conversations can be gone on with and understood when
   * the file has changed.
   */
  public void keep(Study study, String content, Instant now) {
    writer.write(handle ->
        handle
            .createUpdate(
                """
                insert into study_version (version, study_id, content, first_seen_at)
                values (:version, :study, :content, :now) on conflict (version) do nothing\
                """)
            .bind("version", study.version())
            .bind("study", study.id())
            .bind("content", content)
            .bind("now", now.toEpochMilli())
            .execute());
  }

  /** Whether writes succeed: known from the last one, and tried where that failed. */
  public boolean isWritable() {
    return writer.isWritable();
  }

  /** Begins a conversation, or finds the one that the same request or the same person began. */
  public Opening.Result begin(Opening opening) {
    return writer.writeAlone(handle -> begin(handle, opening));
  }

  /**
   * Finds the conversation that the same request or the same person began, as {@link #begin} does.
   *
   * @return empty if there is none: then nothing is stored
   */
  public Optional<Opening.Result> resume(Opening opening) {
    return writer.writeAlone(handle -> new EarlierConversation(handle, opening).find());
  }

  private Opening.Result begin(Handle handle, Opening opening) {
    var earlier = new EarlierConversation(handle, opening);
    var found = earlier.find();
    if (found.isPresent()) {
      return found.get();
    }
    earlier.freeRequestId();
    var id = Ids.next(opening.now());
    var slot = new Slots(handle, opening).take(id);
    if (slot.isEmpty()) {
      return new Opening.Result.Full();
    }
    long number = slot.get().number();
    if (opening.leasedUntil() != null) {
      Unspoken.sweep(handle, opening.study(), opening.now());
    }
    long seed =
        Seeds.mix(
            opening.study().assignment().seed(), "conversation " + Slots.nameOf(opening), number);
    var opened = Engine.open(opening.study(), slot.get().condition(), seed);
    var turns = Turn.of(1, opened.replies(), 0, opening.now());
    var conversation = opening.conversation(id, opened.next(), turns.size());
    insertConversation(handle, opening, conversation, number);
    insertTurns(handle, id, turns, null);
    return new Opening.Result.Begun(conversation, turns);
  }

  /**
   * Begins a conversation in the middle with its first message: it has no slot and no greeting.
   *
   * @param state where it stands
   * @param first the message and its answer, given the conversation
   * @param leaseUntil the answer is still to come: the message alone is stored, claimed until then;
   *     {@code null}: both are stored
   * @return what was stored; empty if the same request had begun one, which the token opens now
   */
  public Optional<Exchange> beginUnlinked(
      Opening opening, State state, Function<Conversation, Exchange> first, Instant leaseUntil) {
    return writer.writeAlone(handle -> {
      var earlier = new EarlierConversation(handle, opening);
      if (earlier.find().isPresent()) {
        return Optional.empty();
      }
      earlier.freeRequestId();
      var conversation = opening.conversation(Ids.next(opening.now()), state, 0);
      insertConversation(handle, opening, conversation, null);
      var exchange = first.apply(conversation);
      if (leaseUntil == null) {
        append(handle, exchange);
      } else {
        claim(handle, exchange, leaseUntil);
      }
      return Optional.of(exchange);
    });
  }

  /** A seed for a conversation that has no slot to derive it from. */
  public static long freshSeed() {
    return RANDOM.nextLong();
  }

  /**
   * Stores a message, its answer and the state after it.
   *
   * @return whether it was stored; {@code false}: the conversation has moved on since it was read,
   *     read it again
   */
  public boolean append(Exchange exchange) {
    return write(exchange, handle -> append(handle, exchange));
  }

  /**
   * Stores a message alone, for the caller to find its answer meanwhile and to {@link #complete}
   * it. The state stays as it is.
   *
   * @param exchange its answer is passed over
   * @param leaseUntil until when nobody else should answer it
   * @return as {@link #append}
   */
  public boolean claim(Exchange exchange, Instant leaseUntil) {
    return write(exchange, handle -> claim(handle, exchange, leaseUntil));
  }

  private boolean write(Exchange exchange, Function<Handle, Boolean> work) {
    // A first message takes a leased slot for good, which a beginning may be giving away.
    return exchange.before().status() == Conversation.Status.OPENED
        ? writer.writeAlone(work)
        : writer.write(work);
  }

  /**
   * Claims a message whose answer did not come while the lease held; whoever had claimed it can't
   * complete it any more.
   *
   * @param conversation as it was read, the message its last turn
   * @return as {@link #append}
   */
  public boolean takeOver(Conversation conversation, Pending pending, Instant leaseUntil) {
    return writer.write(handle ->
        handle
            .createUpdate(
                """
                update conversation set lease_until = :until, version = version + 1
                where id = :id and version = :version and pending_turn = :pending\
                """)
            .bind("until", leaseUntil.toEpochMilli())
            .bind("id", conversation.id())
            .bind("version", conversation.version())
            .bind("pending", pending.turnId())
            .execute())
        == 1;
  }

  /**
   * Stores the answer to a message that was claimed, and the state after it.
   *
   * @param exchange as {@link Exchange#answered} gives it
   * @return whether it was stored; {@code false}: somebody else took the message over, read the
   *     conversation again
   */
  public boolean complete(Exchange exchange) {
    return writer.write(handle -> {
      boolean updated = update(handle, exchange, exchange.turnId());
      if (updated) {
        insertTurns(handle, exchange.before().id(), exchange.replyTurns(), null);
        Generations.insert(handle, exchange);
      }
      return updated;
    });
  }

  /**
   * Makes a token open nothing any more, nor the request that got it; unknown ones are passed over.
   */
  public void forget(Token token) {
    writer.write(handle -> {
      handle
          .createUpdate(
              """
              update conversation set request_id = null
              where id = (select conversation_id from token where hash = :hash)\
              """)
          .bind("hash", token.hash())
          .execute();
      return handle
          .createUpdate("delete from token where hash = :hash")
          .bind("hash", token.hash())
          .execute();
    });
  }

  private static boolean append(Handle handle, Exchange exchange) {
    var before = exchange.before();
    if (!update(handle, exchange, null)) {
      return false;
    }
    keepSlot(handle, before);
    insertTurns(handle, before.id(), exchange.turns(), exchange.turnId());
    exchange
        .contact()
        .ifPresent(contact -> insertContact(handle, before.id(), contact, exchange.now()));
    return true;
  }

  private static boolean claim(Handle handle, Exchange exchange, Instant leaseUntil) {
    var before = exchange.before();
    int updated =
        handle
            .createUpdate(
                """
                update conversation
                set turns = turns + 1, version = version + 1, status = 'ACTIVE', updated_at = :now,
                    begun_at = coalesce(begun_at, :now), pending_turn = :turn, lease_until = :until
                where id = :id and version = :version and pending_turn is null\
                """)
            .bind("now", exchange.now().toEpochMilli())
            .bind("turn", exchange.turnId())
            .bind("until", leaseUntil.toEpochMilli())
            .bind("id", before.id())
            .bind("version", before.version())
            .execute();
    if (updated == 0) {
      return false;
    }
    keepSlot(handle, before);
    insertTurns(handle, before.id(), List.of(exchange.messageTurn()), exchange.turnId());
    return true;
  }

  private static void keepSlot(Handle handle, Conversation before) {
    if (before.status() == Conversation.Status.OPENED && !Slots.keep(handle, before.id())) {
      giveUpSlot(handle, before.id());
    }
  }

  /**
   * Whoever speaks after their slot went to somebody else goes on in their condition, without one.
   */
  private static void giveUpSlot(Handle handle, String conversationId) {
    handle
        .createUpdate("update conversation set slot = null where id = :id")
        .bind("id", conversationId)
        .execute();
  }

  /**
   * @param pending the message that waits for this answer; {@code null}: none must wait
   */
  private static boolean update(Handle handle, Exchange exchange, String pending) {
    var before = exchange.before();
    var next = exchange.next();
    long now = exchange.now().toEpochMilli();
    return handle
            .createUpdate(
                """
                update conversation
                set step = :step, round = :round, progress = :progress, complaint_class = :class, scores = :scores,
                    turns = :turns, version = version + 1, status = :status, updated_at = :now,
                    begun_at = coalesce(begun_at, :now), finished_at = coalesce(finished_at, :finished),
                    client_seconds = coalesce(:seconds, client_seconds), pending_turn = null, lease_until = null
                where id = :id and version = :version and coalesce(pending_turn, '') = :pending\
                """)
            .bind("step", next.step())
            .bind("round", next.round())
            .bind("progress", next.progress())
            .bind("class", next.complaintClass())
            .bind("scores", Json.write(next.scores()))
            .bind("turns", before.turns() + 1 + exchange.replies().size())
            .bind(
                "status",
                exchange.finished() ? Conversation.Status.FINISHED : Conversation.Status.ACTIVE)
            .bind("now", now)
            .bind("finished", exchange.finished() ? now : null)
            .bind("seconds", exchange.clientSeconds().orElse(null))
            .bind("id", before.id())
            .bind("version", before.version())
            .bind("pending", Objects.requireNonNullElse(pending, ""))
            .execute()
        == 1;
  }

  private static void insertConversation(
      Handle handle, Opening opening, Conversation conversation, Long slot) {
    long now = opening.now().toEpochMilli();
    var state = conversation.state();
    var participant = Ids.next(opening.now());
    boolean consented = opening.origin() == Conversation.Origin.PAGE;
    handle
        .createUpdate(
            """
            insert into participant (id, study_id, panel_id, parameters, consented_at, created_at)
            values (:id, :study, :panel, :parameters, :consented, :now)\
            """)
        .bind("id", participant)
        .bind("study", opening.study().id())
        .bind("panel", opening.panelId())
        .bind("parameters", Json.write(opening.parameters()))
        .bind("consented", consented ? now : null)
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            """
            insert into conversation (id, study_id, study_version, participant_id, origin, status, request_id, assigned,
              stratum, slot, seed, step, round, progress, complaint_class, scores, turns, version, created_at, begun_at,
              updated_at)
            values (:id, :study, :studyVersion, :participant, :origin, :status, :request, :assigned,
              :stratum, :slot, :seed, :step, :round, :progress, :class, :scores, :turns, 0, :now, :begun, :now)\
            """)
        .bind("id", conversation.id())
        .bind("study", opening.study().id())
        .bind("studyVersion", opening.study().version())
        .bind("participant", participant)
        .bind("origin", opening.origin())
        .bind("status", conversation.status())
        .bind("request", opening.requestId())
        .bind("assigned", Json.write(state.condition().levels()))
        .bind("stratum", Slots.nameOf(opening))
        .bind("slot", slot)
        .bind("seed", state.seed())
        .bind("step", state.step())
        .bind("round", state.round())
        .bind("progress", state.progress())
        .bind("class", state.complaintClass())
        .bind("scores", Json.write(state.scores()))
        .bind("turns", conversation.turns())
        .bind("begun", opening.leasedUntil() == null ? now : null)
        .bind("now", now)
        .execute();
    insertToken(handle, opening.token(), conversation.id(), opening.now());
  }

  static void insertToken(Handle handle, Token token, String conversationId, Instant now) {
    handle
        .createUpdate(
            "insert into token (hash, conversation_id, created_at) values (:hash, :conversation, :now)")
        .bind("hash", token.hash())
        .bind("conversation", conversationId)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  private static void insertTurns(
      Handle handle, String conversationId, List<Turn> turns, String firstTurnId) {
    var batch =
        handle.prepareBatch(
            """
            insert into turn (conversation_id, number, role, kind, text, source, delivered, turn_id, progress, created_at,
              computed_ms, shown_ms)
            values (:conversation, :number, :role, :kind, :text, :source, :delivered, :turnId, :progress, :now,
              :computed, :shown)\
            """);
    var turnId = firstTurnId;
    for (var turn : turns) {
      batch
          .bind("conversation", conversationId)
          .bind("number", turn.number())
          .bind("role", turn.role())
          .bind("kind", turn.kind())
          .bind("text", turn.text())
          .bind("source", turn.source())
          .bind("delivered", turn.role() == Turn.Role.BOT ? Json.write(turn.delivered()) : null)
          .bind("turnId", turnId)
          .bind("progress", turn.progress())
          .bind("now", turn.at().toEpochMilli())
          .bind("computed", turn.timing() == null ? null : turn.timing().computed().toMillis())
          .bind("shown", turn.timing() == null ? null : turn.timing().shown().toMillis())
          .add();
      turnId = null;
    }
    batch.execute();
  }

  private static void insertContact(
      Handle handle, String conversationId, Exchange.Contact contact, Instant now) {
    handle
        .createUpdate(
            """
            insert into contact (conversation_id, kind, value, created_at) values (:conversation, :kind, :value, :now)
            on conflict (conversation_id) do update set kind = excluded.kind, value = excluded.value\
            """)
        .bind("conversation", conversationId)
        .bind("kind", contact.kind())
        .bind("value", contact.value())
        .bind("now", now.toEpochMilli())
        .execute();
  }
}

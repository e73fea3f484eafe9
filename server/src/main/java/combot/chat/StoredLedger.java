package combot.chat;

import combot.reply.Ledger;
import combot.store.Records;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * What was spent on the replies that are stored. What a reply cost that is not stored yet, or was
 * taken over by another process, is not in it.
 */
public final class StoredLedger implements Ledger {

  private final Records records;
  private final InstantSource clock;

  public StoredLedger(Records records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  @Override
  public double ofConversation(String conversationId) {
    return records.costOf(conversationId);
  }

  @Override
  public double ofStudy(String studyId) {
    return records.costOfStudy(studyId, Instant.EPOCH);
  }

  @Override
  public double today(String studyId) {
    return records.costOfStudy(studyId, clock.instant().truncatedTo(ChronoUnit.DAYS));
  }
}

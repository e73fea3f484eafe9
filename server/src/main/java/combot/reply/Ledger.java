package combot.reply;

/** What was spent so far, in the currency of a study's prices, over all processes. */
public interface Ledger {

  double ofConversation(String conversationId);

  double ofStudy(String studyId);

  /** Since the last midnight, UTC. */
  double today(String studyId);
}

package combot.reply;

/** What was spent so far, in the currency of a study's prices, over all processes. */
public interface Ledger {

  /** For who keeps to no caps: it is never asked then. */
  Ledger NOTHING =
      new Ledger() {
        @Override
        public double ofConversation(String conversationId) {
          return 0;
        }

        @Override
        public double ofStudy(String studyId) {
          return 0;
        }

        @Override
        public double today(String studyId) {
          return 0;
        }
      };

  double ofConversation(String conversationId);

  double ofStudy(String studyId);

  /** Since the last midnight, UTC. */
  double today(String studyId);
}

package combot.api;

import combot.conversation.Engine;
import combot.store.Records;
import combot.store.Turn;
import combot.study.Study;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A row of the original's sheet, derived from the record: proof that the record holds all of it.
 *
 * @param timeSpent seconds: the client's, else the server's from opening to the last message
 * @param chatLog what was said up to the contact, as {@code combot: …} or {@code user: …}
 */
record OriginalSheet(
    String id,
    String email,
    double timeSpent,
    String testType,
    String problemType,
    String thinkLevel,
    String feelLevel,
    String endpointType,
    String createdAt,
    List<String> chatLog,
    List<String> messageTypeLog,
    Map<String, Double> productTypeBreakdown) {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  static OriginalSheet of(Study study, Records.Kept kept, List<Turn> turns) {
    var conversation = kept.conversation();
    var state = conversation.state();
    var condition = state.condition();
    return new OriginalSheet(
        conversation.id(),
        kept.contact().orElse(""),
        kept.clientSeconds().orElseGet(() -> serverSeconds(kept)),
        condition.level(CompatStudy.BRAND),
        CompatJson.classOf(state),
        condition.level(CompatStudy.THINK),
        condition.level(CompatStudy.FEEL),
        CompatStudy.endpointType(condition),
        UTC.format(conversation.createdAt()),
        turns.stream()
            .takeWhile(turn -> !turn.kind().equals(Turn.CONTACT) || turn.role() == Turn.Role.BOT)
            .map(turn -> (turn.role() == Turn.Role.BOT ? "combot: " : "user: ") + turn.text())
            .toList(),
        types(study, kept, turns),
        state.scores());
  }

  private static double serverSeconds(Records.Kept kept) {
    var conversation = kept.conversation();
    var end = kept.finishedAt().orElse(conversation.updatedAt());
    return Duration.between(conversation.createdAt(), end).toMillis() / 1000.0;
  }

  /** The type of each answer to a message. */
  private static List<String> types(Study study, Records.Kept kept, List<Turn> turns) {
    var types = new ArrayList<String>();
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i).role() == Turn.Role.PARTICIPANT
          && turns.get(i).kind().equals(Turn.MESSAGE)) {
        types.add(type(study, kept, turns, i));
      }
    }
    return types;
  }

  private static String type(Study study, Records.Kept kept, List<Turn> turns, int message) {
    var state = kept.conversation().state();
    boolean asksForContact =
        IntStream.range(message + 1, turns.size())
            .mapToObj(turns::get)
            .takeWhile(turn -> turn.role() == Turn.Role.BOT)
            .anyMatch(CompatReply::asksForContact);
    if (asksForContact) {
      return state.condition().level(CompatStudy.FEEL);
    }
    int progress = turns.get(message).progress();
    return classAt(study, kept, progress - 1) == null && classAt(study, kept, progress) != null
        ? state.condition().level(CompatStudy.THINK) + state.complaintClass()
        : " ";
  }

  private static String classAt(Study study, Records.Kept kept, int progress) {
    var state = kept.conversation().state();
    return Engine.enter(
            study,
            state.condition(),
            state.seed(),
            progress,
            state.complaintClass(),
            state.scores())
        .complaintClass();
  }
}

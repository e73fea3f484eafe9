package combot.chat;

import combot.store.Conversation;
import combot.store.Turn;
import combot.study.Study;
import java.util.List;

/** A conversation so far. */
public record View(Study study, Conversation conversation, List<Turn> turns) {

  public View {
    turns = List.copyOf(turns);
  }
}

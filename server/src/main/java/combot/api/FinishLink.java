package combot.api;

import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.study.LinkTemplate;
import combot.study.Study;
import java.util.HashMap;
import java.util.Optional;

/** The link at the end of a conversation, its template filled in for one participant. */
final class FinishLink {
  private FinishLink() {}

  /**
   * The link, each value percent-encoded, unknown ones empty; or empty where the study has none.
   */
  static Optional<String> of(Study study, Conversation conversation) {
    var template = Engine.finish(study).link();
    if (template == null) {
      return Optional.empty();
    }
    var values = new HashMap<>(conversation.parameters());
    values.put("panel_id", conversation.panelId() == null ? "" : conversation.panelId());
    values.put("conversation", conversation.id());
    values.put("code", study.codeOf(conversation.state().condition()));
    return Optional.of(LinkTemplate.fill(template, name -> values.getOrDefault(name, "")));
  }

  /** The text on the link. */
  static Optional<String> label(Study study, State state) {
    return Optional.ofNullable(Engine.finish(study).label())
        .map(name ->
            study.texts().get(name).pick(state.condition(), state.complaintClass()).value());
  }
}

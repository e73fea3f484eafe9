package combot.api;

import combot.chat.View;
import combot.study.Choice;
import combot.study.Condition;
import combot.study.Step;
import combot.study.Study;
import java.util.LinkedHashMap;
import java.util.Map;

/** The closing message: thanks, and asks for the contact. */
final class CompatClosing {
  private CompatClosing() {}

  /** The one that was said; before that, the one that will be. */
  static String of(View view) {
    return view.turns().stream()
        .filter(CompatReply::asksForContact)
        .findFirst()
        .map(turn -> turn.text())
        .orElseGet(() -> toCome(view));
  }

  private static String toCome(View view) {
    var state = view.conversation().state();
    var closing = closing(view.study(), view.study().contact().orElseThrow());
    return closing
        .find(state.condition(), state.complaintClass())
        .orElseGet(() -> closing.variants().getFirst())
        .value();
  }

  /** The one that tells no brand; where the study has none, the one of the levels given. */
  static String neutral(CompatStudy served, Map<String, String> fixed) {
    var closing = closing(served.study(), served.contact());
    return closing
        .find(new Condition(new LinkedHashMap<>()), null)
        .or(() -> closing.find(new Condition(new LinkedHashMap<>(fixed)), null))
        .orElseGet(() -> closing.variants().getFirst())
        .value();
  }

  private static Choice<String> closing(Study study, Step.Contact contact) {
    return study.texts().get(contact.ask());
  }
}

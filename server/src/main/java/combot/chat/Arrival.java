package combot.chat;

import combot.study.Study;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Somebody who comes to take part.
 *
 * @param stratum levels fixed by the way they came; empty for all conditions
 * @param requestId number of the request; the same one again begins nothing new. {@code null}: each
 *     begins one
 * @param parameters what their link brought, the panel id among it
 */
public record Arrival(
    Study study, Map<String, String> stratum, String requestId, Map<String, String> parameters) {

  private static final Pattern UNFILLED = Pattern.compile("\\{\\{|\\$\\{|\\{%");

  public Arrival {
    stratum = Map.copyOf(stratum);
    parameters = Map.copyOf(parameters);
  }

  /**
   * Who they are to the panel, or {@code null}. A placeholder that the panel did not fill in
   * ({@code {{%PROLIFIC_PID%}}}, {@code ${e://Field/PID}}) is nobody: else all who come with it
   * would be one person.
   */
  String panelId() {
    var name = study.panel().id();
    var id = name == null ? "" : parameters.getOrDefault(name, "").strip();
    return id.isEmpty() || UNFILLED.matcher(id).find() ? null : id;
  }
}

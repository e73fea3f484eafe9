package combot.report;

/**
 * How something is meant. A colour never stands alone: each form puts the tone's mark before the
 * text, and makers say the state in words (PASS, FAIL).
 */
public enum Tone {
  PLAIN("", ""),
  GOOD("✓", "good"),
  WARNING("!", "warning"),
  BAD("✗", "bad"),
  /** Of less weight; no judgement. */
  MUTED("", "");

  private final String mark;
  private final String word;

  Tone(String mark, String word) {
    this.mark = mark;
    this.word = word;
  }

  /** What the mark means, for who hears it; empty where there is none. */
  String word() {
    return word;
  }

  String mark() {
    return mark;
  }

  String marked(String text) {
    return mark.isEmpty() ? text : mark + " " + text;
  }
}

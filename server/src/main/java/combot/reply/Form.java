package combot.reply;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The form of an answer, mended where nothing of what it says is touched. */
final class Form {

  private record Mend(String finding, Pattern pattern, String instead) {
    Mend(String finding, String pattern, String instead) {
      this(finding, Pattern.compile(pattern), instead);
    }
  }

  private static final List<Mend> MENDS =
      List.of(
          new Mend("thinking", "(?s)^\\s*<think(ing)?>.*?</think(ing)?>", ""),
          // Not the joiners, which some scripts and signs need.
          new Mend(
              "invisible",
              "[\\p{Cc}&&[^\\n\\t\\r]]|[\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]",
              ""),
          new Mend("markdown", "(?m)^\\s*```.*$", ""),
          new Mend("markdown", "(\\*\\*|__)(?=\\S)(.+?)(?<=\\S)\\1", "$2"),
          new Mend("markdown", "(?<![\\w*])\\*(?=\\S)([^*\\n]+?)(?<=\\S)\\*(?![\\w*])", "$1"),
          new Mend("markdown", "`([^`\\n]+)`", "$1"),
          new Mend("markdown", "(?m)^\\s*(#{1,6}|>|[-*•])\\s+", ""),
          new Mend("markdown", "(?m)(?<=\\n|^)\\s*\\d{1,2}[.)]\\s+(?=\\p{L})", ""));

  private static final Pattern SPEAKER =
      Pattern.compile("^\\s*\\[?(\\p{L}[\\p{L} ]{0,30})\\]?\\s*[:：]\\s*(?=\\S)");
  private static final Pattern NAME = Pattern.compile("\\p{Lu}\\p{L}*(?: \\p{Lu}\\p{L}*){0,2}");
  private static final Set<String> ROLES =
      Set.of(
          "assistant",
          "bot",
          "chatbot",
          "ai",
          "answer",
          "reply",
          "response",
          "message",
          "assistent",
          "antwort",
          "réponse",
          "respuesta",
          "risposta",
          "asistente");

  /** From here on a model speaks for the participant too. */
  private static final Pattern OTHER_SIDE =
      Pattern.compile(
          "(?im)^\\W{0,5}(participant|user|human|customer|teilnehmer\\w*)\\W{0,5}[:：].*");

  private static final List<String> QUOTES = List.of("\"\"", "“”", "„“", "«»", "»«", "''", "‘’");

  private Form() {}

  /**
   * Without what does not belong into a message.
   *
   * @param instructions whose names may stand before the text, as those of who speaks
   * @param findings to which is added what was mended
   */
  static String mended(String answer, String instructions, Set<String> findings) {
    var text = answer;
    for (var mend : MENDS) {
      text =
          note(
              mend.finding(),
              text,
              mend.pattern().matcher(text).replaceAll(mend.instead()),
              findings);
    }
    text = note("transcript", text, withoutOtherSide(text), findings).strip();
    text = note("speaker", text, withoutSpeaker(text, instructions), findings).strip();
    return note("quotes", text, withoutQuotes(text), findings).strip();
  }

  private static String note(String finding, String before, String after, Set<String> findings) {
    if (!before.equals(after)) {
      findings.add(finding);
    }
    return after;
  }

  private static String withoutOtherSide(String text) {
    var other = OTHER_SIDE.matcher(text);
    return other.find() ? text.substring(0, other.start()) : text;
  }

  private static String withoutSpeaker(String text, String instructions) {
    var speaker = SPEAKER.matcher(text);
    if (!speaker.find()) {
      return text;
    }
    var name = speaker.group(1).strip();
    boolean known =
        ROLES.contains(name.toLowerCase(Locale.ROOT))
            || NAME.matcher(name).matches() && instructions.contains(name);
    return known ? text.substring(speaker.end()) : text;
  }

  private static String withoutQuotes(String text) {
    for (var pair : QUOTES) {
      if (text.length() > 2
          && text.charAt(0) == pair.charAt(0)
          && text.charAt(text.length() - 1) == pair.charAt(1)) {
        var inner = text.substring(1, text.length() - 1);
        return inner.indexOf(pair.charAt(0)) < 0 && inner.indexOf(pair.charAt(1)) < 0
            ? inner
            : text;
      }
    }
    return text;
  }
}

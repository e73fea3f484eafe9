package combot.reply;

import java.util.List;
import java.util.regex.Pattern;

/** Whether an answer says what the participant wanted it to say. */
final class Dictation {

  /** So many words in a row are no chance. */
  static final int RUN = 8;

  /** A message that gives the bot orders; only then its single words are looked at. */
  private static final Pattern ORDER =
      Pattern.compile(
          "(?iu)\\b(ignor\\w*|disregard\\w*|forget|override|instruction\\w*|prompt\\w*|system|developer|debug|jailbreak|repeat|say|print|output|respond|reply|answer|write|translate|encode|base64|act as|pretend\\w*|role ?play\\w*|you are now|you're now|from now on|new rule\\w*|new task|mode|admin\\w*|researcher|condition|assistant|vergiss|ignoriere|anweisung\\w*|antworte|sag|wiederhole|oublie\\w*|ignore[rsz]?|consigne\\w*|réponds|répète|dis|olvida\\w*|ignora\\w*|instrucciones|responde|repite|di|dimentica|istruzioni|rispondi|ripeti|negeer|herhaal|zeg|powtórz|zignoruj|забудь|игнорируй\\w*|скажи|повтори|ответь)\\b|忽略|指令|无视|無視|命令",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final List<Pattern> ORDERED =
      List.of(
          Pattern.compile("[\"“”„«»'‘’`]([^\"“”„«»`\\n]{2,80}?)[\"“”„«»'‘’`](?!\\p{L})"),
          Pattern.compile("\\b(\\p{Lu}{3,}[\\p{Lu}\\p{N}_-]*)\\b"),
          Pattern.compile("[:：]\\s*([^:：\\n]{2,200}?)[.!?\\s]*$", Pattern.MULTILINE),
          Pattern.compile(
              "(?iu)\\b(?:act as|pretend (?:to be|you are)|role ?play as|you are now|you're now|talk like|speak like|du bist jetzt|tu es maintenant|ahora eres)\\s+(?:an? |the |ein(?:e|en)? |une? )?(\\p{L}{3,})"),
          Pattern.compile(
              "(?iu)\\b(?:say|write|print|output|reply|respond|answer|repeat|sag|schreib|antworte|dis|écris|di|escribe|zeg|powiedz|скажи|напиши)\\s+(?:only |just |exactly |with |the words? |nur |mit |solo |only with )*(\\p{L}[\\p{L}\\p{N}-]{2,})",
              Pattern.UNICODE_CHARACTER_CLASS));

  private Dictation() {}

  /**
   * Whether it does.
   *
   * @param message the participant's last
   * @param scripted words that may be said all the same
   */
  static boolean isFollowed(String answer, String message, String scripted) {
    var words = Text.words(answer);
    var own = Text.runs(scripted, RUN);
    boolean copied =
        Text.runs(message, RUN).stream()
            .anyMatch(run -> !own.contains(run) && Text.holds(answer, run));
    boolean nothingElse = Text.holds(message, words) && !Text.holds(scripted, words);
    return copied || nothingElse || isOrdered(answer, message, scripted);
  }

  private static boolean isOrdered(String answer, String message, String scripted) {
    return ORDER.matcher(message).find()
        && ORDERED.stream()
            .flatMap(pattern -> pattern.matcher(message).results())
            .map(found -> Text.words(found.group(1)))
            .anyMatch(words -> Text.holds(answer, words) && !Text.holds(scripted, words));
  }
}

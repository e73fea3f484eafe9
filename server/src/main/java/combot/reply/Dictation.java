package combot.reply;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether an answer says what the participant wanted it to say. */
final class Dictation {

  /** So many words in a row are no chance. */
  static final int RUN = 8;

  /** In a message that gives orders, so many tell. */
  private static final int ORDERED_RUN = 4;

  private static final String VERBS =
      "say|print|output|respond|reply|answer|write|repeat|translate|encode|decode|spell|put|send|give|tell|ask|sag|sage|antworte|schreib|schreibe|wiederhole|gib|réponds|répète|écris|dis|donne|di|responde|repite|escribe|dime|rispondi|ripeti|scrivi|zeg|herhaal|antwoord|schrijf|powtórz|napisz|powiedz|скажи|повтори|ответь|напиши";

  /** A message that gives the bot orders; only then its single words are looked at. */
  private static final Pattern ORDER =
      Pattern.compile(
          "(?iu)(?:^|[.!?:;,\\]}>\\n\"]\\s{0,3}|\\b(?:please|then|now|just|bitte|et|y|e|en|и)\\s+)(?:"
              + VERBS
              + ")\\b|\\b(?:prompt|systemprompt|instructions?|anweisung\\w*|consignes?|instrucciones|istruzioni|инструкции|jailbreak|base64)\\b"
              + "|\\b(?:act as|pretend to|pretend you|role ?play|you are now|you're now|from now on|new rule|new task|repeat after me|word for word|developer mode|ab jetzt|du bist jetzt)\\b"
              + "|\\b(?:system|assistant|instruction)\\W{0,3}[:\\]]|<\\||忽略|指令|无视|無視|命令",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** What may be an order in disguise. */
  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");

  private static final List<Pattern> ORDERED =
      List.of(
          Pattern.compile("[\"“”„«»'‘’`]([^\"“”„«»`\\n]{2,80}?)[\"“”„«»'‘’`](?!\\p{L})"),
          Pattern.compile("\\b(\\p{Lu}{3,}[\\p{Lu}\\p{N}_-]*)\\b"),
          Pattern.compile("[:：]\\s{0,3}([^:：\\n]{2,200}?)[.!?\\s]{0,5}$", Pattern.MULTILINE),
          Pattern.compile(
              "(?iu)\\b(?:act as|pretend (?:to be|you are)|role ?play as|you are now|you're now|talk like|speak like|du bist jetzt|tu es maintenant|ahora eres)\\s+(?:an? |the |ein(?:e|en)? |une? )?(\\p{L}{3,})"),
          Pattern.compile(
              "(?iu)\\b(?:"
                  + VERBS
                  + ")\\s+(?:only |just |exactly |with |the words? |nur |mit |solo |only with )*(\\p{L}[\\p{L}\\p{N}-]{2,})",
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
    boolean nothingElse = Text.holds(message, words) && !Text.holds(scripted, words);
    return nothingElse
        || copies(answer, message, scripted, RUN)
        || isOrdered(answer, message + decoded(message), scripted);
  }

  private static boolean copies(String answer, String message, String scripted, int run) {
    var own = Text.runs(scripted, run);
    var said = Text.runs(answer, run);
    return Text.runs(message, run).stream().anyMatch(it -> said.contains(it) && !own.contains(it));
  }

  private static boolean isOrdered(String answer, String message, String scripted) {
    return ORDER.matcher(message).find()
        && (copies(answer, message, scripted, ORDERED_RUN)
            || ORDERED.stream()
                .flatMap(pattern -> pattern.matcher(message).results())
                .map(found -> Text.words(found.group(1)))
                .anyMatch(words -> Text.holds(answer, words) && !Text.holds(scripted, words)));
  }

  private static String decoded(String message) {
    return ENCODED
        .matcher(message)
        .results()
        .map(found -> {
          try {
            return "\n" + new String(Base64.getDecoder().decode(found.group()), UTF_8);
          } catch (IllegalArgumentException _) {
            return "";
          }
        })
        .collect(Collectors.joining());
  }
}

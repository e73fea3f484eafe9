package combot.study;

import java.util.Set;

/**
 * What a language model is told to write in place of a scripted text.
 *
 * @param instructions with {@link #VARIABLES} and the study's factors in braces
 * @param first the same for the first text of a pool in a conversation; {@code null}: as the others
 */
public record Prompt(String instructions, String first) {

  /**
   * What instructions may hold beside the factors: the meaning of the complaint's class, the
   * participant's last message, what was said so far, the scripted text, the study's language.
   */
  public static final Set<String> VARIABLES =
      Set.of("class", "last_message", "transcript", "scripted", "language");
}

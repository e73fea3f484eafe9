package combot.reply;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a text is in the language that is wanted, by its script and the words that each text of a
 * language is full of. Says nothing where it does not know: of short texts, and of languages of the
 * Latin script that have no row here.
 */
final class Languages {

  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "en",
              row(
                  "the and you of to a in is it that was for your i this with have not be are what did how so at on as they my me we or but from about would there if when can which do no could more all has had were been thank thanks sorry please"),
          "de",
              row(
                  "der die das und ich du sie ist nicht ein eine zu in den dem mit wie was war hat haben es auf für von im so auch noch wann wo wer warum ihnen ihr ihre dass oder aber mir mich sind danke bitte"),
          "fr",
              row(
                  "le la les et de des du un une je vous est pas que qui dans pour avec ce cette il elle nous sur au aux en votre vos quel quelle quand comment avez merci été mais ou où ne se désolé"),
          "es",
              row(
                  "el la los las y de del un una que es en no por para con su se lo le me mi como cuando qué cómo cuál usted fue pero más muy gracias al está lamento eso"),
          "it",
              row(
                  "il lo la gli le e di del della un una che è in non per con si mi ha come quando cosa quale lei era ma più molto grazie al sono stato questo mi dispiace"),
          "pt",
              row(
                  "o a os as e de do da um uma que é em não por para com se me como quando qual você foi mas mais muito obrigado obrigada ao está isso sinto no na seu sua"),
          "nl",
              row(
                  "de het een en van ik je u is niet dat die in op te met voor was wat hoe wanneer waar er maar ook aan bij zijn uw heeft bedankt dank om dit wie of nog"),
          "sv",
              row(
                  "och att det en ett är som på av för med den inte jag du har var vad hur när till om men kan så från vi ni tack eller dig mig din ditt"),
          "da",
              row(
                  "og at det en et er som på af for med den ikke jeg du har var hvad hvordan hvornår til om men kan så fra vi tak eller dig mig din dit"),
          "pl",
              row(
                  "i w na nie się to z że do jest jak co o po ale za czy był była kiedy gdzie pan pani dziękuję jaki która dla od przez mi ma tak jako"));

  private static final Map<String, Set<UnicodeScript>> SCRIPTS =
      Map.ofEntries(
          Map.entry("ru", Set.of(UnicodeScript.CYRILLIC)),
          Map.entry("uk", Set.of(UnicodeScript.CYRILLIC)),
          Map.entry("bg", Set.of(UnicodeScript.CYRILLIC)),
          Map.entry("el", Set.of(UnicodeScript.GREEK)),
          Map.entry("ar", Set.of(UnicodeScript.ARABIC)),
          Map.entry("fa", Set.of(UnicodeScript.ARABIC)),
          Map.entry("he", Set.of(UnicodeScript.HEBREW)),
          Map.entry("hi", Set.of(UnicodeScript.DEVANAGARI)),
          Map.entry("th", Set.of(UnicodeScript.THAI)),
          Map.entry("ko", Set.of(UnicodeScript.HANGUL)),
          Map.entry("zh", Set.of(UnicodeScript.HAN)),
          Map.entry(
              "ja", Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA)));

  /** From so many words on, one without any usual word is strange. */
  private static final int TELLING = 8;

  private Languages() {}

  private static Set<String> row(String words) {
    return Arrays.stream(words.split(" ")).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a text is surely in another language.
   *
   * @param tag BCP 47
   */
  static boolean isOther(String text, String tag) {
    var language = Locale.forLanguageTag(tag).getLanguage();
    return isOtherScript(text, language) || isOtherByWords(Text.words(text), language);
  }

  private static boolean isOtherScript(String text, String language) {
    var expected =
        SCRIPTS.getOrDefault(
            language, WORDS.containsKey(language) ? Set.of(UnicodeScript.LATIN) : Set.of());
    var counts = new HashMap<Boolean, Integer>();
    text.codePoints()
        .filter(Character::isLetter)
        .mapToObj(UnicodeScript::of)
        .filter(it -> it != UnicodeScript.COMMON && it != UnicodeScript.INHERITED)
        .forEach(it -> counts.merge(expected.contains(it), 1, Integer::sum));
    return !expected.isEmpty() && counts.getOrDefault(false, 0) > counts.getOrDefault(true, 0);
  }

  private static boolean isOtherByWords(List<String> words, String language) {
    if (!WORDS.containsKey(language)) {
      return false;
    }
    long own = hits(words, language);
    long best =
        WORDS.keySet().stream()
            .filter(it -> !it.equals(language))
            .mapToLong(it -> hits(words, it))
            .max()
            .orElse(0);
    return best >= 2 && best > 2 * own || own == 0 && words.size() >= TELLING;
  }

  private static long hits(List<String> words, String language) {
    return words.stream().filter(WORDS.get(language)::contains).count();
  }
}

package combot.reply;

import combot.conversation.BotTurn;
import combot.conversation.Utterance;
import combot.conversation.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is taken of a model's answer. Pure. They see form and copied words, not sense: an answer
 * that does what a participant asked for in other words is not found.
 */
final class Guards {

  /** Characters of an answer, or twice what the scripted text has. */
  static final int LONGEST = 320;

  /** Characters that are looked at; nothing of the rest could be said. */
  private static final int READ = 4_000;

  private static final double SAME = 0.8;
  private static final int FEW_WORDS = 4;

  private static final Pattern MARKUP =
      Pattern.compile(
          "</?[a-zA-Z!?][^<>]{0,300}>?|<\\||\\|>|\\[/?(INST|SYS|SYSTEM)\\]|&(lt|gt|#\\d+);");
  private static final Pattern LINK =
      Pattern.compile(
          "(?i)\\b(?:https?|ftp|javascript|data|mailto):\\S+|\\bwww\\.\\S+|\\]\\s*\\([^)]*\\)|[\\w.+-]{1,64}@[\\w-]+\\.[\\w-]+|\\b[a-z0-9-]+\\.(?:com|org|net|edu|gov|io|ai|co|de|at|ch|fr|es|it|nl|uk|eu|ru|cn|info|biz|app|dev|me|ly|xyz)\\b(?:/\\S*)?");
  private static final Pattern SELF =
      Pattern.compile(
          "(?iu)\\bas an? (ai|artificial|language model|assistant|llm)\\b|\\b(i am|i'm|i’m) (just |only )?an? (ai|language model|artificial|llm)\\b|language model|\\b(chat)?gpt\\b|chatgpt|openai|anthropic|\\bllms?\\b|(system|initial|hidden|secret|my) (prompt|instructions?|rules)\\b|\\b(system|hidden|secret) message\\b|\\b(i was|i am|i'm|i’ve been|i've been|i have been) (instructed|told|programmed|prompted|configured|asked) (to|not)|previous instructions|\\b(these|my|the) (instructions|guidelines) (say|are|tell|state)|developer mode|jailbrea\\w*|\\bals (eine )?(ki|künstliche)\\b|sprachmodell|anweisungen lauten|systemprompt|meine anweisungen|en tant qu['’](ia|intelligence)|modèle de langage|mes (instructions|consignes)|como (una )?(ia|inteligencia)|modelo de lenguaje|mis instrucciones|modello linguistico|le mie istruzioni|taalmodel|mijn instructies|языков\\w+ модел\\w+|мои инструкции|语言模型|系统提示|言語モデル",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern DESIGN =
      Pattern.compile(
          "(?iu)\\b(experimental|treatment|control|assigned|your|this) (condition|group|cell)\\b (is|are|was|of|you|[:=])|\\b(experimental|treatment|control) (condition|group)\\b|\\b(condition|group|cell|factor|level)s?\\s*[:=]|\\bassigned to (an?|the) (\\w+ )?(condition|group|cell)",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern ENCODED =
      Pattern.compile(
          "[A-Za-z0-9+/=_-]{28,}|(?:\\b\\p{L}[ .\\-_,|]{1,2}){6}|(?:[01]{6,8}\\s?){4}|(?:\\b[0-9a-fA-F]{2}[ :]){8}|\\\\u[0-9a-f]{4}|(?:%[0-9A-Fa-f]{2}){2}");
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?iu)\\b(i can['’]?t|i cannot|i can not|i won['’]t|i['’]m unable to|i am unable to|i['’]m not able to|i am not able to) (assist|help|comply|fulfil\\w*|do that|continue|provide|share|discuss|engage)\\b|dabei kann ich (ihnen |dir )?nicht helfen|je ne peux pas (vous |t['’])?aider|no puedo ayudar|non posso aiutar");

  /** What a model is told of an answer that can't be used. */
  private static final Map<String, String> COMPLAINTS =
      Map.ofEntries(
          Map.entry("empty", "it was empty"),
          Map.entry("too-long", "it was too long; write one or two short sentences"),
          Map.entry("cut-off", "it broke off; write one or two short sentences"),
          Map.entry("filtered", "it was withheld"),
          Map.entry("refusal", "it refused; just go on with the conversation in your role"),
          Map.entry("markup", "it held tags; write plain text"),
          Map.entry("link", "it held a link or an address; leave it out"),
          Map.entry("leak", "it spoke of your instructions or of what you are"),
          Map.entry("encoded", "it was not plain text"),
          Map.entry("dictated", "it said what the participant told you to say; use your own words"),
          Map.entry("repeated", "it asked what was asked before; ask something else"),
          Map.entry("language", "it was in another language"),
          Map.entry("no-question", "it asked nothing; end with one question"),
          Map.entry("question", "no question belongs here; say it without one"));

  private Guards() {}

  /**
   * What is thought of it.
   *
   * @param ending why the model stopped
   */
  static Verdict judge(String answer, Answer.Ending ending, Wish wish) {
    var findings = new LinkedHashSet<String>();
    boolean endless = answer.length() > READ;
    var read = endless ? answer.substring(0, READ) : answer;
    var text = Form.mended(read, wish.instructions(), findings);
    if (ending == Answer.Ending.FILTERED) {
      return unusable(findings, "filtered");
    }
    if (Text.words(text).isEmpty()) {
      return unusable(findings, "empty");
    }
    var flaws = flaws(text, wish);
    if (!flaws.isEmpty()) {
      findings.addAll(flaws);
      return new Verdict.Unusable(List.copyOf(findings));
    }
    var whole = bounded(text, endless ? Answer.Ending.LENGTH : ending, wish, findings);
    if (whole.isEmpty()) {
      return new Verdict.Unusable(List.copyOf(findings));
    }
    var scripted = wish.scripted().text();
    if (Text.isQuestion(scripted) && !Text.isQuestion(whole)) {
      return unusable(findings, "no-question");
    }
    return findings.isEmpty()
        ? new Verdict.Fine(whole)
        : new Verdict.Repaired(whole, List.copyOf(findings));
  }

  /**
   * How much of an answer that is still being written may be shown: whole sentences in which
   * nothing is wrong, and nothing had to be mended.
   */
  static String showable(String beginning, Wish wish) {
    var text = beginning.substring(0, Math.min(READ, beginning.length())).strip();
    // The last sentence may go on.
    var whole = Text.wholeSentences(text, Math.min(longest(wish), text.length() - 1));
    var findings = new LinkedHashSet<String>();
    boolean fine =
        !whole.isEmpty()
            && Form.mended(whole, wish.instructions(), findings).equals(whole)
            && flaws(whole, wish).isEmpty();
    return fine ? whole : "";
  }

  /** Why it is asked once more, in a sentence. */
  static String complaint(List<String> findings) {
    return findings.stream()
        .filter(COMPLAINTS::containsKey)
        .map(COMPLAINTS::get)
        .collect(Collectors.joining("; "));
  }

  private static Verdict unusable(Set<String> findings, String finding) {
    findings.add(finding);
    return new Verdict.Unusable(List.copyOf(findings));
  }

  private static int longest(Wish wish) {
    return Math.max(LONGEST, 2 * wish.scripted().text().length());
  }

  /** As much as may be said, by whole sentences; "" where nothing is left. */
  private static String bounded(
      String text, Answer.Ending ending, Wish wish, Set<String> findings) {
    boolean cutOff =
        ending == Answer.Ending.LENGTH
            || ending == Answer.Ending.UNKNOWN
                && !Text.wholeSentences(text, text.length()).equals(text);
    if (cutOff) {
      findings.add("cut-off");
    }
    if (text.length() > longest(wish)) {
      findings.add("too-long");
    } else if (!cutOff) {
      return text;
    }
    return Text.wholeSentences(text, longest(wish));
  }

  /** What can't be mended. */
  private static List<String> flaws(String text, Wish wish) {
    var scripted = wish.scripted().text();
    boolean mayAsk = mayAsk(wish);
    var flaws = new ArrayList<String>();
    add(flaws, "markup", isFound(MARKUP, text, scripted));
    add(flaws, "link", isFound(LINK, text, scripted));
    add(flaws, "encoded", isFound(ENCODED, text, scripted));
    add(flaws, "refusal", isFound(REFUSAL, text, scripted));
    add(flaws, "leak", isLeak(text, wish));
    add(flaws, "dictated", Dictation.isFollowed(text, lastMessage(wish), scripted));
    add(flaws, "repeated", mayAsk && isRepeated(text, wish));
    add(flaws, "question", !mayAsk && Text.isQuestion(text));
    add(flaws, "language", Languages.isOther(text, wish.language()));
    return flaws;
  }

  private static void add(List<String> flaws, String flaw, boolean found) {
    if (found) {
      flaws.add(flaw);
    }
  }

  /** After a statement the flow goes on: nobody could answer what it asks. */
  private static boolean mayAsk(Wish wish) {
    return wish.scripted().kind() != BotTurn.Kind.SAY || Text.isQuestion(wish.scripted().text());
  }

  private static boolean isFound(Pattern pattern, String text, String scripted) {
    return pattern.matcher(text).results().anyMatch(it -> !scripted.contains(it.group()));
  }

  private static boolean isLeak(String text, Wish wish) {
    var scripted = wish.scripted().text();
    return isFound(SELF, text, scripted)
        || isFound(DESIGN, text, scripted)
        || namesTreatment(text, wish.delivered())
        || copiesPrompt(text, wish);
  }

  private static boolean namesTreatment(String text, Map<String, String> delivered) {
    return delivered.entrySet().stream()
        .anyMatch(it -> {
          var factor = Pattern.quote(it.getKey());
          var level = Pattern.quote(it.getValue());
          return Pattern.compile("(?iu)\\b" + factor + "\\W{0,3}[:=]\\W{0,3}" + level + "\\b")
                  .matcher(text)
                  .find()
              || Pattern.compile("\\b" + factor + " " + level + "\\b").matcher(text).find();
        });
  }

  private static boolean copiesPrompt(String text, Wish wish) {
    var allowed = new HashSet<>(Text.runs(wish.scripted().text(), Dictation.RUN));
    wish.said().stream()
        .filter(it -> it.speaker() == Utterance.Speaker.PARTICIPANT)
        .forEach(it -> allowed.addAll(Text.runs(it.text(), Dictation.RUN)));
    var prompt = Text.runs(wish.instructions(), Dictation.RUN);
    prompt.addAll(Text.runs(Question.rules(wish.language()), Dictation.RUN));
    return Text.runs(text, Dictation.RUN).stream()
        .anyMatch(run -> prompt.contains(run) && !allowed.contains(run));
  }

  private static String lastMessage(Wish wish) {
    return wish.said().reversed().stream()
        .filter(it -> it.speaker() == Utterance.Speaker.PARTICIPANT)
        .map(it -> Question.bounded(it.text()))
        .findFirst()
        .orElse("");
  }

  private static boolean isRepeated(String text, Wish wish) {
    var asked =
        wish.said().stream()
            .filter(it -> it.speaker() == Utterance.Speaker.BOT)
            .flatMap(it -> questions(it.text()).stream())
            .toList();
    return questions(text).stream()
        .anyMatch(question -> asked.stream().anyMatch(other -> isSame(question, other)));
  }

  private static List<List<String>> questions(String text) {
    return Text.sentences(text).stream().filter(Text::isQuestion).map(Text::words).toList();
  }

  /** The same words but for one in five; of short questions, the very same. */
  private static boolean isSame(List<String> question, List<String> other) {
    if (question.equals(other)) {
      return true;
    }
    var words = new HashSet<>(question);
    var all = new HashSet<>(other);
    var both = words.stream().filter(all::contains).count();
    all.addAll(words);
    return words.size() > FEW_WORDS && both >= SAME * all.size();
  }
}

package combot.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Warns of words that participants should not read: placeholders, and what betrays the design. */
record Wording(Study study, Places places, Problems problems) {

  void judge() {
    var betrayal = new Betrayal(study);
    var everywhere = study.conditions();
    study.texts().forEach((name, choice) -> judgeText(name, choice, betrayal));
    study.pools().forEach((name, choice) -> judgePool(name, choice, betrayal));
    study.prompts().forEach(this::judgePrompt);
    var consent = study.consent();
    judge("title", study.title(), places.value("title"), everywhere, betrayal);
    Map.of(
            "title",
            consent.title(),
            "text",
            consent.text(),
            "agree",
            consent.agree(),
            "decline",
            consent.decline(),
            "declined",
            consent.declined())
        .forEach((key, text) ->
            judge("consent " + key, text, places.value("consent", key), everywhere, betrayal));
    for (int i = 0; i < study.appearance().variants().size(); i++) {
      var look = study.appearance().variants().get(i);
      judge(
          "the bot's name",
          look.value().name(),
          places.appearance(i),
          shown(study.appearance(), i),
          betrayal);
    }
    judgeStrings(everywhere, betrayal);
  }

  private void judgeText(String name, Choice<String> choice, Betrayal betrayal) {
    for (int i = 0; i < choice.variants().size(); i++) {
      judge(
          "text '" + name + "'",
          choice.variants().get(i).value(),
          places.text(name, i),
          shown(choice, i),
          betrayal);
    }
  }

  private void judgePool(String name, Choice<List<String>> choice, Betrayal betrayal) {
    for (int i = 0; i < choice.variants().size(); i++) {
      var texts = choice.variants().get(i).value();
      var cells = shown(choice, i);
      for (int number = 0; number < texts.size(); number++) {
        judge(
            "a text of pool '" + name + "'",
            texts.get(number),
            places.question(name, i, number),
            cells,
            betrayal);
      }
    }
  }

  /** A prompt may hold variables, tags around parts, and any word: no participant reads it. */
  private void judgePrompt(String name, Choice<Prompt> choice) {
    for (int i = 0; i < choice.variants().size(); i++) {
      var prompt = choice.variants().get(i).value();
      judgePrompt(name, prompt.instructions(), places.prompt(name, i, "text"));
      if (prompt.first() != null) {
        judgePrompt(name, prompt.first(), places.prompt(name, i, "first"));
      }
    }
  }

  private void judgePrompt(String name, String instructions, Place place) {
    judgeUnfinished(
        "prompt '" + name + "'", plain(instructions), place, "write what the model should be told");
  }

  private static String plain(String instructions) {
    return instructions
        .replaceAll("\\{[^{}]*}", "word")
        .replaceAll("(?<!<)</?[a-zA-Z][\\w-]*>(?!>)", "");
  }

  /** The strings that the study changed; what is shipped was looked at. */
  private void judgeStrings(List<Condition> everywhere, Betrayal betrayal) {
    var shipped = Strings.of(study.language()).orElse(Map.of());
    study
        .strings()
        .forEach((key, text) -> {
          if (!text.equals(shipped.get(key))) {
            var plain = text;
            for (var variable : Strings.variablesOf(key)) {
              plain = plain.replace(variable, "");
            }
            judge(
                "string '" + key + "'", plain, places.value("strings", key), everywhere, betrayal);
          }
        });
  }

  private <T> List<Condition> shown(Choice<T> choice, int number) {
    var classes = new ArrayList<String>(study.classes().keySet());
    classes.add(null);
    return study.conditions().stream()
        .filter(cell ->
            classes.stream()
                .anyMatch(known -> Script.variant(choice, cell, known).orElse(-1) == number))
        .toList();
  }

  private void judge(
      String what, String text, Place place, List<Condition> cells, Betrayal betrayal) {
    judgeUnfinished(what, text, place, "write what people should read");
    betrayal
        .find(text, cells)
        .ifPresent(found ->
            problems.add(
                place,
                what + " may betray the design: it holds " + Values.quoted(found.words()),
                found.reason()));
  }

  private void judgeUnfinished(String what, String text, Place place, String hint) {
    Placeholders.find(text)
        .ifPresent(found ->
            problems.add(
                place, what + " looks unfinished: it holds " + Values.quoted(found), hint));
  }
}

package combot.study;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Warns of an end that participants must not meet: a link to nowhere, a question not allowed. */
record Ending(Study study, Places places, Problems problems) {
  private static final String PROLIFIC = "PROLIFIC_PID";

  /** Names that are kept for examples and lead nowhere (RFC 2606). */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(.+\\.)?example(\\.(com|net|org))?\\.?");

  void judge() {
    for (int number = 0; number < study.flow().size(); number++) {
      switch (study.flow().get(number)) {
        case Step.Finish(_, String link, _) when link != null -> judgeLink(link, number);
        case Step.Contact(Step.Kind kind, _, _) when kind == Step.Kind.EMAIL -> judgeEmail(number);
        default -> {}
      }
    }
  }

  private void judgeLink(String link, int number) {
    var host = URI.create(link.replaceAll("[{}]", "")).getHost().toLowerCase(Locale.ROOT);
    if (PLACEHOLDER.matcher(host).matches()) {
      problems.add(
          places.step(number, "finish", "link"),
          "people will be sent to a placeholder, " + host,
          "set finish.link before you run the study");
    }
  }

  private void judgeEmail(int number) {
    if (study.panel().parameters().contains(PROLIFIC)) {
      problems.add(
          places.step(number, "contact", "kind"),
          "the study takes people from Prolific ("
              + PROLIFIC
              + "), which forbids asking for e-mail addresses",
          "there, set contact.kind to panel-id or none; elsewhere, name your panel's own parameters");
    }
  }
}

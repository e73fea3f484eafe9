package combot.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** What a flow shows, step by step, with the complaint classes that can be known there. */
record Script(Study study) {

  /**
   * How words are used: shown once, a question among others of the conversation, or a pool that
   * questions are drawn from.
   */
  enum Role {
    SAY,
    ASK,
    OPENING,
    POOL,
    LABEL,
    AGAIN
  }

  /** When words are said: a language model may find them in the talk alone. */
  enum Moment {
    /** Before the participant said anything. */
    BEGINNING,
    TALK,
    CONTACT,
    AFTER_CONTACT,
    END
  }

  /**
   * One use of a text or pool.
   *
   * @param classified whether a class is known by then
   * @param times how often the flow shows it: a number of texts for a pool, a probability for an
   *     opening
   */
  record Use(Role role, String name, Moment moment, boolean classified, double times) {

    String section() {
      return role == Role.POOL ? "pools" : "texts";
    }

    String key() {
      return section() + "." + name;
    }

    /** For reports: {@code pool 'questions'}. */
    String what() {
      return (role == Role.POOL ? "pool '" : "text '") + name + "'";
    }
  }

  /** All uses, in the order of the flow. */
  List<Use> uses() {
    var uses = new ArrayList<Use>();
    var moment = Moment.BEGINNING;
    boolean classified = false;
    for (var step : study.flow()) {
      switch (step) {
        case Step.Say s -> uses.add(new Use(Role.SAY, s.text(), moment, classified, 1));
        case Step.Ask a -> uses.add(new Use(Role.ASK, a.text(), moment, classified, 1));
        case Step.Classify _ -> classified = true;
        case Step.Probe p -> {
          uses.add(new Use(Role.POOL, p.pool(), moment, classified, p.times()));
          add(uses, new Use(Role.OPENING, p.opening(), moment, classified, p.openingShare()));
        }
        case Step.Contact c -> {
          int times = c.kind() == Step.Kind.NONE ? 0 : 1;
          add(uses, new Use(Role.ASK, c.ask(), Moment.CONTACT, classified, times));
          add(uses, new Use(Role.AGAIN, c.invalid(), Moment.CONTACT, classified, 0));
        }
        case Step.Finish f -> {
          uses.add(new Use(Role.SAY, f.say(), Moment.END, classified, 1));
          add(uses, new Use(Role.LABEL, f.label(), Moment.END, classified, 1));
        }
      }
      moment = after(step, moment);
    }
    return uses;
  }

  private static Moment after(Step step, Moment moment) {
    return switch (step) {
      case Step.Ask _, Step.Probe _ -> moment == Moment.BEGINNING ? Moment.TALK : moment;
      case Step.Contact c -> c.kind() == Step.Kind.NONE ? moment : Moment.AFTER_CONTACT;
      case Step.Say _, Step.Classify _, Step.Finish _ -> moment;
    };
  }

  private static void add(List<Use> uses, Use use) {
    if (use.name() != null) {
      uses.add(use);
    }
  }

  /** The classes that may be known at a use; {@code null} among them stands for none yet. */
  List<String> classesAt(Use use) {
    return use.classified() && !study.classes().isEmpty()
        ? List.copyOf(study.classes().keySet())
        : Collections.singletonList(null);
  }

  /** The classes that conversations may end up with. */
  List<String> outcomes() {
    boolean classifies = study.flow().stream().anyMatch(Step.Classify.class::isInstance);
    return classifies && !study.classes().isEmpty()
        ? List.copyOf(study.classes().keySet())
        : Collections.singletonList(null);
  }

  /**
   * The number of the variant that holds for a cell and class, of those that are most specific the
   * first.
   */
  static <T> OptionalInt variant(Choice<T> choice, Condition cell, String complaintClass) {
    var variants = choice.variants();
    int best = -1;
    for (int i = 0; i < variants.size(); i++) {
      var when = variants.get(i).when();
      if (when.holds(cell, complaintClass)
          && (best < 0 || when.specificity() > variants.get(best).when().specificity())) {
        best = i;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /** The text or pool of a use, as texts: a text counts as a pool of one. */
  Choice<List<String>> choice(Use use) {
    if (use.role() == Role.POOL) {
      return study.pools().getOrDefault(use.name(), new Choice<>(List.of()));
    }
    var text = study.texts().getOrDefault(use.name(), new Choice<>(List.of()));
    return new Choice<>(
        text.variants().stream()
            .map(v -> new Choice.Variant<>(v.when(), List.of(v.value())))
            .toList());
  }
}

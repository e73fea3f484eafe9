package combot.study;

/**
 * Warns where a language model would be asked in vain, or its replies told apart by their delay.
 */
record ModelUse(Study study, Places places, Problems problems) {

  void judge() {
    study
        .generation()
        .ifPresent(generation -> {
          if (study.prompts().isEmpty()) {
            problems.add(
                places.key("model"),
                "the model is never asked: the study has no prompts",
                "write prompts, or take the model out");
          } else {
            judgeTyping(generation);
          }
          judgeMoney(generation);
        });
  }

  private void judgeTyping(Generation generation) {
    var deadline = generation.deadline();
    switch (study.typing()) {
      case Typing.ByLength _ ->
          problems.add(
              places.keyOr("model", "typing"),
              "a generated reply's delay would tell it apart: typing goes by length",
              "use median, spread and longest");
      case Typing.Drawn drawn when drawn.median().compareTo(deadline) > 0 ->
          problems.add(
              places.value("typing", "median"),
              "replies mostly show later than the deadline, " + Values.seconds(deadline),
              "take a shorter median");
      case Typing.Drawn drawn when drawn.longest().compareTo(deadline) < 0 ->
          problems.add(
              places.value("typing", "longest"),
              "a model's reply may come later than the longest delay: the deadline is "
                  + Values.seconds(deadline),
              "take the same for longest and deadline");
      case Typing.Drawn _ -> {}
    }
  }

  private void judgeMoney(Generation generation) {
    boolean priced =
        generation.models().stream()
            .anyMatch(model -> !model.prices().equals(LanguageModel.Prices.NONE));
    var caps = generation.caps();
    boolean capped =
        caps.conversation().isPresent() || caps.study().isPresent() || caps.day().isPresent();
    if (priced && !capped) {
      problems.add(
          places.key("model"),
          "the model has prices, and nothing limits what is spent",
          "set generation.caps");
    }
    boolean stops = generation.atCap() == Generation.AtCap.STOP;
    if (stops && caps.study().isEmpty() && caps.day().isEmpty()) {
      problems.add(
          places.key("generation", "at-cap"),
          "at-cap stops nobody: newcomers are kept out by the study's cap or the day's",
          "set caps.study or caps.day");
    }
    if (capped && !priced) {
      problems.add(
          places.key("generation", "caps"),
          "the caps are never reached: no model has prices",
          "add prices to the model");
    }
  }
}

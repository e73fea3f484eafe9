package combot.study;

import java.util.List;
import java.util.Set;

/**
 * Judges the order of steps: that a conversation waits for people, knows what it classifies, and
 * ends.
 */
record FlowRules(List<FlowReader.Placed> flow, Study study, Set<String> broken, Problems problems) {

  void judge(Places places) {
    var flowKey = places.key("flow");
    judgeEnd(flowKey);
    if (flow.stream().noneMatch(s -> waits(s))) {
      problems.add(flowKey, "the flow never waits for a participant", "add an ask or a probe");
    }
    judgeOnce("contact", "a second contact step", "a conversation has one contact");
    judgeOnce(
        "classify",
        "a second classify step",
        "a conversation has one class: classify the message that tells most");
    judgeClasses();
  }

  private void judgeEnd(Place flowKey) {
    if (count("finish") == 0) {
      problems.add(flowKey, "the flow never finishes", "end it with a finish step");
      return;
    }
    judgeOnce("finish", "a second finish step", "the first one ends the conversation");
    boolean finished = false;
    for (var step : flow) {
      if (finished && !step.kind().equals("finish")) {
        problems.add(
            step.node(),
            "step " + step.kind() + " is never reached",
            "finish must be the last step");
      }
      finished |= step.kind().equals("finish");
    }
  }

  private void judgeOnce(String kind, String message, String hint) {
    flow.stream()
        .filter(s -> s.kind().equals(kind))
        .skip(1)
        .forEach(s -> problems.add(s.node(), message, hint));
  }

  private void judgeClasses() {
    boolean waited = false;
    boolean classified = false;
    for (var step : flow) {
      if (step.kind().equals("classify")) {
        if (!waited) {
          problems.add(
              step.node(), "classify comes before anybody said something", "put an ask before it");
        }
        classified = true;
      }
      if (!classified && step.step().isPresent() && step.step().get() instanceof Step.Probe probe) {
        judgeEarly(step, probe);
      }
      waited |= step.kind().equals("ask") || step.kind().equals("probe");
    }
  }

  private void judgeEarly(FlowReader.Placed step, Step.Probe probe) {
    var pool = study.pools().get(probe.pool());
    if (pool != null && pool.variants().stream().anyMatch(v -> v.when().complaintClass() != null)) {
      var message =
          "probe asks by class from pool '" + probe.pool() + "' before anything is classified";
      problems.add(step.node(), message, "put a classify step before it");
      broken.add("pools." + probe.pool());
    }
  }

  private long count(String kind) {
    return flow.stream().filter(s -> s.kind().equals(kind)).count();
  }

  private static boolean waits(FlowReader.Placed step) {
    return switch (step.kind()) {
      case "ask", "probe" -> true;
      case "contact" ->
          step.step().isEmpty()
              || !(step.step().get() instanceof Step.Contact(Step.Kind kind, _, _))
              || kind != Step.Kind.NONE;
      default -> false;
    };
  }
}

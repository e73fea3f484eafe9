package combot.study;

import java.util.Set;

/**
 * Judges factors, exclusions and weights together: that there are conditions, and that blocks come
 * out even.
 */
record DesignRules(Study study, Places places, Set<String> broken, Problems problems) {

  void judge() {
    if (broken.contains("exclude")) {
      return;
    }
    var cells = study.conditions();
    if (cells.isEmpty()) {
      problems.add(places.key("exclude"), "every condition is excluded", "leave at least one");
    } else if (!broken.contains("assignment")) {
      judgeWeights(cells.stream().mapToInt(study.assignment()::weightOf).sum());
    }
  }

  private void judgeWeights(int sum) {
    int size = study.assignment().blockSize();
    if (sum == 0) {
      problems.add(
          places.key("assignment", "weights"),
          "all weights are 0: nobody could be assigned",
          "give one a weight");
    } else if (study.assignment().method() == Assignment.Method.BLOCKS && size % sum != 0) {
      var message =
          "block-size "
              + size
              + " is no multiple of the sum of the weights of all conditions, "
              + sum;
      int up = (size / sum + 1) * sum;
      problems.add(
          places.value("assignment", "block-size"),
          message,
          "take " + (size > sum ? up - sum + " or " + up : up));
    }
  }
}

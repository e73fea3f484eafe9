package combot.study;

import java.util.List;

/**
 * Warns of what would spoil a study though conversations could be held. Expects a study that has no
 * errors.
 */
final class Lint {
  private Lint() {}

  /** All warnings, in the order of the file. */
  static List<Problem> warnings(Study study, Places places) {
    var problems = new Problems();
    new Reach(study, places, problems).judge();
    new Difference(study, places, problems).judge();
    new Lengths(study, places, problems).judge();
    new Wording(study, places, problems).judge();
    new ModelUse(study, places, problems).judge();
    new Treatment(study, places, problems).judge();
    new Ending(study, places, problems).judge();
    return problems.found();
  }
}

package combot.study;

import java.util.List;

final class Lint {
  private Lint() {}
  static List<Problem> warnings(Study study, Places places) { return List.of(); }
}

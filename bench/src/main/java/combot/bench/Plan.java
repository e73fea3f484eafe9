package combot.bench;

import java.util.List;

/**
 * What is to be measured.
 *
 * @param users of the warm-up and of the looks at the bare endpoint
 * @param extent of each scenario
 * @param probe of each look at the bare endpoint before a scenario
 */
record Plan(List<Scenario> scenarios, int users, Extent extent, Extent warmUp, Extent probe) {

  Plan {
    scenarios = List.copyOf(scenarios);
  }
}

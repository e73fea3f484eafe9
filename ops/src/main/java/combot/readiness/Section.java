package combot.readiness;

import combot.report.Block;
import java.util.List;

/**
 * A part of a report.
 *
 * @param blocks what else is shown below the lines, such as a plot
 */
public record Section(String title, List<Line> lines, List<Block> blocks) {
  public Section {
    lines = List.copyOf(lines);
    blocks = List.copyOf(blocks);
  }
}

package combot.report;

import java.util.List;

/**
 * A report, free of any form.
 *
 * @param title what was looked at
 * @param subtitle when, where, by which command
 */
public record Document(String title, String subtitle, List<Block> blocks) {
  public Document {
    blocks = List.copyOf(blocks);
  }
}

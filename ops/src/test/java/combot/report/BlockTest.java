package combot.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.report.Block.Column;
import combot.report.Block.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
  @Test
  void refusesTablesThatAreNone() {
    assertThatThrownBy(() -> new Table("Empty", List.of(), List.of()))
        .hasMessage("the table 'Empty' has no columns");
    assertThatThrownBy(() -> new Table("Odd", List.of(new Column("a", false)), List.of(List.of())))
        .hasMessage("a row has 0 cells for 1 columns: []");
  }
}

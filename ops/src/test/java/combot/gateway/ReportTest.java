package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReportTest {

  @Property
  void isReadAsItWasWritten(
      @ForAll Report.State state,
      @ForAll @IntRange(max = 65535) int port,
      @ForAll long conversations,
      @ForAll int inFlight,
      @ForAll long memory) {
    var report = new Report(state, port, conversations, inFlight, memory);
    assertThat(Report.parse(report.line())).contains(report);
  }

  @Property
  void isNotReadFromAnythingElse(@ForAll String line) {
    assertThat(Report.parse(line)).isEmpty();
    assertThat(Report.parse("@combot " + line)).isEmpty();
  }

  @Example
  void isOneLineThatPeopleCanReadToo() {
    assertThat(new Report(Report.State.READY, 40001, 3, 2, 1024).line())
        .isEqualTo("@combot state=ready port=40001 conversations=3 in-flight=2 memory=1024");
  }

  @Property
  void ordersAreReadAsTheyWereWritten(@ForAll Order order, @ForAll String other) {
    assertThat(order.line()).endsWith("\n");
    assertThat(Order.parse(order.line().strip())).contains(order);
    assertThat(Order.parse(other)).isEmpty();
  }

  @Property
  void answersAreReadAsTheyWereWritten(@ForAll Order order, @ForAll String words) {
    var line = new Said(order, words).line();
    assertThat(line).doesNotContain("\n");
    assertThat(Said.parse(line)).contains(new Said(order, words.replace('\n', ' ')));
    assertThat(Said.parse(words)).isEmpty();
  }
}

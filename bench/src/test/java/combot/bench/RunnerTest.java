package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class RunnerTest {

  private static final Extent SHORT = Extent.of(Duration.ofMillis(300));

  private static Measured run(StubServer server, Runner runner, String scenario, Extent extent)
      throws IOException {
    return runner
        .measure(List.of(Scenario.parse(scenario, 15).orElseThrow()), extent, SHORT, 2)
        .getFirst()
        .measured();
  }

  private static Runner runner(StubServer server) {
    return new Runner(server.target(), new Texts(0), _ -> {});
  }

  @Test
  void holdsAsManyWholeConversationsAsAskedFor() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var runner = runner(server);
      var measured = run(server, runner, "new8", Extent.of(40));
      var tally = measured.tally();

      assertThat(tally.failures()).isEmpty();
      assertThat(measured.requests()).isEqualTo(40 * 9);
      assertThat(tally.times(Kind.OPEN).getTotalCount()).isEqualTo(40);
      assertThat(tally.times(Kind.FIRST).getTotalCount()).isEqualTo(40);
      assertThat(tally.times(Kind.TURN).getTotalCount()).isEqualTo(40 * 5);
      assertThat(tally.times(Kind.CLOSING).getTotalCount()).isEqualTo(40);
      assertThat(tally.times(Kind.CONTACT).getTotalCount()).isEqualTo(40);
      assertThat(server.opened).hasValue(40);
      assertThat(server.turns).hasValue(40 * 7);
      assertThat(server.steps.values()).containsOnly(7);
      assertThat(runner.sent().whole()).isEqualTo(40);
      assertThat(runner.sent().turns()).isEqualTo(40 * 7);
    }
  }

  @Test
  void leadsConversationsToTheirEndWhenTheTimeIsOver() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var runner = runner(server);
      var measured = run(server, runner, "cached5", SHORT);

      assertThat(measured.tally().failures()).isEmpty();
      assertThat(measured.seconds()).isBetween(0.25, 2.0);
      assertThat(runner.sent().whole())
          .isEqualTo(runner.sent().conversations())
          .isEqualTo(server.opened.get());
      assertThat(server.steps.values()).containsOnly(7);
      assertThat(measured.requests()).isLessThanOrEqualTo(9L * server.opened.get());
    }
  }

  @Test
  void leavesEveryOtherConversationToItsCookieAlone() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      run(server, runner(server), "new3", Extent.of(10));

      assertThat(server.withoutToken).hasValue(5 * 7);
    }
  }

  @Test
  void holdsAThousandAtOnce() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var measured = run(server, runner(server), "new1000", Extent.of(1_000));

      assertThat(measured.tally().failures()).isEmpty();
      assertThat(measured.requests()).isEqualTo(9_000);
    }
  }

  @Test
  void tellsWrongAnswersAndGivesTheConversationUp() throws IOException {
    try (var server = new StubServer(answer -> answer.replace("\"index\":3", "\"index\":2"))) {
      var runner = runner(server);
      var measured = run(server, runner, "new4", Extent.of(12));

      assertThat(measured.tally().failures())
          .hasSize(1)
          .containsEntry("turn: index 2 after 2", 12L);
      assertThat(measured.tally().times(Kind.CONTACT).getTotalCount()).isZero();
      assertThat(runner.sent().broken()).isEqualTo(12);
      assertThat(runner.sent().whole()).isZero();
    }
  }

  @Test
  void tellsAReplyThatWasGivenBefore() throws IOException {
    try (var server = new StubServer(answer -> answer.replace("Reply 4", "Reply 2"))) {
      var measured = run(server, runner(server), "new1", Extent.of(1));

      assertThat(measured.tally().failures())
          .containsOnlyKeys("turn: the reply of index 1 again at index 3");
    }
  }

  @Test
  void countsBareRequests() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var measured = run(server, runner(server), "bare3", Extent.of(100));

      assertThat(measured.tally().times(Kind.BARE).getTotalCount()).isEqualTo(100);
      assertThat(measured.tally().failed()).isZero();
    }
  }
}

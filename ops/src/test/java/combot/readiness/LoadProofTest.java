package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlException;
import combot.loadtest.Reconciled;
import combot.loadtest.Sample;
import combot.statistics.Proportion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What manages memory, proven under load. */
class LoadProofTest extends MadeUpLoad {

  /** New workers for the old ones. */
  private void replaceAll() {
    looked.workers.clear();
    looked.worker(3, 103, HEALTHY).worker(4, 104, HEALTHY);
  }

  private Line recycled(String id) {
    looked.workers.clear();
    looked.worker(1, 101, HEALTHY).worker(2, 102, HEALTHY);
    return looked.line(new RecycleProof(load()), id);
  }

  @Test
  void recyclingThatNobodyNoticesPasses() {
    looked.system("proc/11/stat", "11 (java) S 10 1\n");
    recycle = this::replaceAll;
    assertThat(recycled("recycle.replaced").state()).isEqualTo(State.PASS);
    assertThat(recycled("recycle.failed").value()).isEqualTo("0 of 1,000");
    assertThat(recycled("recycle.lost").value()).isEqualTo("0 of 200");
    assertThat(recycled("recycle.defunct").state()).isEqualTo(State.PASS);
  }

  @Test
  void aRequestThatFailsOrATurnThatIsLostDuringRecyclingFails() {
    recycle = this::replaceAll;
    success = new Proportion(999, 1_000);
    assertThat(recycled("recycle.failed"))
        .returns(State.FAIL, Line::state)
        .returns("1 of 1,000 (turn: status 502)", Line::value);
    reconciled = stored(1);
    assertThat(recycled("recycle.lost").state()).isEqualTo(State.FAIL);
    reconciled = new Reconciled(9, 9, 0, 0, 0, 0, 0, 0, 0, List.of(), Optional.of("status 503"));
    assertThat(recycled("recycle.lost"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("not all could be compared: status 503", Line::value);
    reconciled = new Reconciled(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), Optional.empty());
    assertThat(recycled("recycle.lost").state()).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void aWorkerThatIsNotReplacedFails() {
    assertThat(recycled("recycle.replaced"))
        .returns(State.FAIL, Line::state)
        .returns("workers [1, 2] became [1, 2]", Line::value);
    recycle =
        () -> {
          throw new ControlException("the new worker did not get ready");
        };
    assertThat(recycled("recycle.replaced"))
        .returns(State.FAIL, Line::state)
        .returns("the new worker did not get ready", Line::value);
  }

  @Test
  void aWorkerThatIsLeftDefunctFails() {
    looked.system("proc/11/stat", "11 (java) Z 10 1\n");
    recycle = this::replaceAll;
    assertThat(recycled("recycle.defunct"))
        .returns(State.FAIL, Line::state)
        .returns("[11]", Line::value);
  }

  private Line pool(String id) {
    asked.set(0);
    return looked.line(new PoolProof(load(), earlier), id);
  }

  private static String metrics(int had, double waited, int underWay, double pause) {
    return """
    combot_database_wait_seconds_count{worker="1"} %d
    combot_database_wait_seconds_sum{worker="1"} %s
    combot_database_connections{worker="1",state="active"} 10
    combot_gateway_requests_in_flight %d
    jvm_gc_collection_seconds_count{worker="1",gc="Copy"} %d
    combot_gc_pause_max_seconds{worker="1"} %s
    """
        .formatted(had, waited, underWay, had / 10, pause);
  }

  @Test
  void poolsAndCollectionsAreJudged() {
    metrics = List.of(metrics(100, 1, 0, 0.004), metrics(300, 1.2, 280, 0.004));
    assertThat(pool("pool.waits"))
        .returns(State.PASS, Line::state)
        .returns("1.00 ms; at most 10 in use in a worker, 0 who waited", Line::value);
    assertThat(pool("pool.exhausted").value())
        .isEqualTo("0 of 1,000, up to 280 at once for 148 places; the slowest answer took 20 ms");
    assertThat(pool("gc.count").value()).isEqualTo("20");
    assertThat(pool("gc.longest-pause").state()).isEqualTo(State.PASS);
  }

  @Test
  void aSlowPoolALongPauseAndARequestTurnedAwayFail() {
    metrics = List.of(metrics(100, 1, 0, 3), metrics(300, 301, 280, 3));
    success = new Proportion(990, 1_000);
    assertThat(pool("pool.waits").state()).isEqualTo(State.FAIL);
    assertThat(pool("pool.exhausted"))
        .returns(State.FAIL, Line::state)
        .extracting(Line::value)
        .asString()
        .startsWith("10 of 1,000 (turn: status 502), up to 280 at once");
    assertThat(pool("gc.longest-pause").state()).isEqualTo(State.FAIL);
  }

  @Test
  void aBurstThatFillsNothingProvesNothing() {
    metrics = List.of(metrics(100, 1, 0, 0), metrics(100, 1, 148, 0));
    for (var id : List.of("pool.waits", "pool.exhausted", "gc.longest-pause")) {
      assertThat(pool(id).state()).as(id).isEqualTo(State.NOT_MEASURED);
    }
  }

  @Test
  void aLongPauseOfAWorkerThatIsReplacedByNowFails() {
    metrics = List.of(metrics(100, 1, 0, 0.004), metrics(300, 1.2, 280, 0.004));
    var samples = List.of(new Sample(1, 20, Map.of("gc.longest", 2_500.0)));
    earlier = List.of(Tested.outcome(Trial.SESSIONS, List.of(), samples, Optional.empty()));
    assertThat(pool("gc.longest-pause"))
        .returns(State.FAIL, Line::state)
        .returns("2500 ms", Line::value);
  }
}

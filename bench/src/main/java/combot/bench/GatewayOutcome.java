package combot.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * All that a run through the gateway gave.
 *
 * @param setting what one has to know to read the figures
 * @param ready seconds from the start of each side until all of it was ready, by its name
 * @param rounds in the order they ran, the bare worker's first among those of one number
 * @param loaded memory of the gateway and its workers after all of them, models loaded
 * @param idle empty where it was not asked for
 * @param renewals of workers, one after another
 * @param accounts of every server that was started
 */
record GatewayOutcome(
    SequencedMap<String, String> setting,
    SequencedMap<String, Double> ready,
    List<Round> rounds,
    Optional<SequencedMap<String, Memory>> loaded,
    Optional<Idle> idle,
    List<Renewal> renewals,
    List<Side.Account> accounts) {

  GatewayOutcome {
    rounds = List.copyOf(rounds);
    renewals = List.copyOf(renewals);
    accounts = List.copyOf(accounts);
  }

  /** Right answers a second, as a part of what the bare worker gave beside it. */
  OptionalDouble ratio(Round round) {
    return rounds.stream()
        .filter(other -> other.side().equals(Side.WORKER) && other.isBeside(round))
        .mapToDouble(worker -> round.measured().perSecond() / worker.measured().perSecond())
        .findFirst();
  }

  /** The mean {@link #ratio} of a side in a scenario. */
  OptionalDouble ratio(String side, Scenario scenario) {
    return rounds.stream()
        .filter(r -> r.side().equals(side) && r.measured().scenario().equals(scenario))
        .flatMapToDouble(round -> ratio(round).stream())
        .average();
  }

  /** Of a side's rounds, in seconds; empty where the server tells none. */
  OptionalDouble longestWriteWait(String side) {
    return rounds.stream()
        .filter(round -> round.side().equals(side))
        .flatMapToDouble(round -> round.writeWait().stream())
        .max();
  }

  /** Of the later turns in a side's rounds, in nanoseconds; 0 for none. */
  long longestTurn(String side) {
    return rounds.stream()
        .filter(round -> round.side().equals(side))
        .mapToLong(round -> round.measured().tally().times(Kind.TURN).getMaxValue())
        .max()
        .orElse(0);
  }

  /** Whether every answer was right and what was stored agrees. */
  boolean isSound() {
    return accounts.stream().allMatch(Side.Account::isSound);
  }
}

package combot.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/**
 * How people come into conditions. A participant takes a slot, numbered from 0; the condition of a
 * slot is a pure function of the seed, the stratum and the number, so that a sequence can be
 * computed again by anyone who has the study file.
 *
 * <p>{@code SIMPLE} draws each slot by itself, by weight. {@code BLOCKS} is permuted-block
 * randomisation (Zelen 1974; Matts & Lachin 1988): within each block of slots every condition
 * stands as often as its weight says, in shuffled order.
 *
 * @param blockSize slots in a block; a multiple of the sum of the weights
 * @param weights whole numbers; a condition that none of them names weighs 1, the last that applies
 *     wins
 * @param quota how many a condition takes at most, or empty
 */
public record Assignment(
    Method method, int blockSize, long seed, List<Weight> weights, OptionalInt quota) {

  public enum Method {
    SIMPLE,
    BLOCKS
  }

  public record Weight(Map<String, String> levels, int weight) {
    public Weight {
      levels = Map.copyOf(levels);
      if (weight < 0) {
        throw new IllegalArgumentException("weight must be >= 0, was " + weight);
      }
    }
  }

  public Assignment {
    weights = List.copyOf(weights);
    if (blockSize < 1) {
      throw new IllegalArgumentException("blockSize must be >= 1, was " + blockSize);
    }
  }

  /** The same sequence, for any number of people. */
  Assignment withoutQuota() {
    return new Assignment(method, blockSize, seed, weights, OptionalInt.empty());
  }

  /** The weight of {@code condition}: 0 means that nobody is assigned to it. */
  public int weightOf(Condition condition) {
    return weights.stream()
        .filter(w -> condition.agreesWith(w.levels()))
        .reduce((first, last) -> last)
        .map(Weight::weight)
        .orElse(1);
  }

  /**
   * The condition of a slot.
   *
   * @param conditions all cells of the study, in its order
   * @param stratum levels that are fixed from outside (a route that serves one brand); each stratum
   *     has a sequence of its own
   * @param number the slot, from 0
   * @throws IllegalArgumentException if no condition with a weight agrees with the stratum, or the
   *     number is negative
   */
  public Condition conditionOf(
      List<Condition> conditions, Map<String, String> stratum, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("number of a slot must be >= 0, was " + number);
    }
    var cells = conditions.stream().filter(c -> c.agreesWith(stratum) && weightOf(c) > 0).toList();
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("no condition agrees with " + stratum);
    }
    return switch (method) {
      case SIMPLE -> simple(cells, random(stratum, number));
      case BLOCKS -> block(cells, conditions, stratum, number);
    };
  }

  private Condition simple(List<Condition> cells, Random random) {
    int left = random.nextInt(cells.stream().mapToInt(this::weightOf).sum());
    for (var cell : cells) {
      left -= weightOf(cell);
      if (left < 0) {
        return cell;
      }
    }
    throw new AssertionError("the weights of " + cells + " changed while they were added up");
  }

  private Condition block(
      List<Condition> cells, List<Condition> all, Map<String, String> stratum, long number) {
    int times = Math.max(1, blockSize / all.stream().mapToInt(this::weightOf).sum());
    var block = new ArrayList<Condition>();
    cells.forEach(cell -> block.addAll(Collections.nCopies(weightOf(cell) * times, cell)));
    Collections.shuffle(block, random(stratum, number / block.size()));
    return block.get((int) (number % block.size()));
  }

  private Random random(Map<String, String> stratum, long number) {
    return Seeds.random(seed, new TreeMap<>(stratum).toString(), number);
  }
}

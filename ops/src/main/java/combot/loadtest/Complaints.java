package combot.loadtest;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An endless sequence of labelled complaints: a function of seed and index alone, so that any
 * thread may ask for any place of it, and a load test can be repeated. Rounds go through all texts,
 * each in an order of its own, so that a text comes once before any comes again. Immutable.
 */
final class Complaints {
  /** Classes of the bundled texts: product, delivery, employee, anything else. */
  static final List<String> BUNDLED_CLASSES = List.of("A", "B", "C", "Other");

  private final List<Complaint> texts;

  /**
   * @throws IllegalArgumentException if there are no texts
   */
  Complaints(List<Complaint> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("texts must not be empty");
    }
    this.texts = List.copyOf(texts);
  }

  /**
   * The texts that come with Combot: written for it, labelled as training/README.md says, held
   * apart from the texts that the classifier is trained on and evaluated with.
   */
  static Complaints bundled() {
    return new Complaints(ComplaintFile.resource("complaints.tsv", BUNDLED_CLASSES));
  }

  /**
   * The texts of a user's file, {@code class<TAB>text} a line.
   *
   * @param classes that the study knows
   * @throws InvalidComplaintsException with all problems of the file, each with its line
   */
  static Complaints read(Path file, Collection<String> classes) {
    return new Complaints(ComplaintFile.read(file, classes));
  }

  /** How many complaints come before any comes again; at least 1. */
  int size() {
    return texts.size();
  }

  /** All complaints, in the order of their file. */
  List<Complaint> all() {
    return texts;
  }

  /**
   * The complaint at a place of the sequence.
   *
   * @param index from 0
   * @throws IllegalArgumentException if the index is negative
   */
  Complaint at(long seed, long index) {
    return texts.get(number(seed, index));
  }

  /**
   * As {@link #at}, with a time of day behind the text, which leaves its sense and makes it new to
   * a cache: none comes twice in {@value Stamp#DIFFERENT} rounds, and hardly one of another seed's.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  Complaint freshAt(long seed, long index) {
    int number = number(seed, index);
    Complaint complaint = texts.get(number);
    var stamp = Stamp.of(mixed(seed, number), index / texts.size());
    return new Complaint(complaint.label(), stamp.after(complaint.text()));
  }

  /** Shuffles as far as the place (Fisher and Yates): microseconds, and no state to share. */
  private int number(long seed, long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must be >= 0, was " + index);
    }
    var random = new SplittableRandom(mixed(seed, index / texts.size()));
    int place = (int) (index % texts.size());
    int[] order = new int[texts.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i <= place; i++) {
      int other = random.nextInt(i, order.length);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return order[place];
  }

  /** Neighbouring seeds and numbers give unlike results, and do not stand in for each other. */
  private static long mixed(long seed, long number) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + number).nextLong();
  }
}

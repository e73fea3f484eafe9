package combot.loadtest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What one participant sent and heard, as fingerprints: some 200 bytes, so that an hour's
 * conversations fit into a small memory. Written by the participant's thread, read when that has
 * ended.
 */
final class Transcript {

  private final long participant;
  private final String label;
  private long[] sent = new long[0];
  private long[] heard = new long[0];
  private int acknowledged;
  private boolean askedToBegin;
  private boolean begun;
  private long link;
  private boolean linked;

  /**
   * @param label the class that the complaint was labelled with
   */
  Transcript(long participant, String label) {
    this.participant = participant;
    this.label = label;
  }

  long participant() {
    return participant;
  }

  String label() {
    return label;
  }

  void asksToBegin() {
    askedToBegin = true;
  }

  void begins() {
    begun = true;
  }

  void sends(String text) {
    sent = Arrays.copyOf(sent, sent.length + 1);
    sent[sent.length - 1] = fingerprint(text);
  }

  /** The last message that was sent was answered. */
  void isAcknowledged() {
    acknowledged = sent.length;
  }

  void hears(String text) {
    heard = Arrays.copyOf(heard, heard.length + 1);
    heard[heard.length - 1] = fingerprint(text);
  }

  /**
   * @param shown the link to the survey
   */
  void isLedTo(String shown) {
    linked = true;
    link = fingerprint(shown);
  }

  boolean isLed() {
    return linked;
  }

  boolean isLedBy(String expected) {
    return link == fingerprint(expected);
  }

  boolean askedToBeginInVain() {
    return askedToBegin && !begun;
  }

  boolean hasBegun() {
    return begun;
  }

  int sent() {
    return sent.length;
  }

  /** How many of these were answered: the first ones. */
  int acknowledged() {
    return acknowledged;
  }

  /**
   * @param message from 0
   */
  boolean isSent(int message, String text) {
    return message < sent.length && sent[message] == fingerprint(text);
  }

  int heard() {
    return heard.length;
  }

  /**
   * @param line of the bot, from 0
   */
  boolean isHeard(int line, String text) {
    return heard[line] == fingerprint(text);
  }

  /** Of all that was heard; the same as {@link #words(List)} of the same texts. */
  int words() {
    return Arrays.hashCode(heard);
  }

  static int words(List<String> texts) {
    return Arrays.hashCode(texts.stream().mapToLong(Transcript::fingerprint).toArray());
  }

  /** FNV-1a of 64 bits: two texts of a run hardly meet. */
  private static long fingerprint(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}

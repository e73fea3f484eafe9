package combot.log;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The number that a gateway gives each request ({@code X-Request-Id}), to send it again under. Only
 * what a gateway makes is taken for one, 128 random bits: a constant or a counter of a front end's
 * would join people who have nothing to do with each other.
 */
public final class RequestNumber {
  private static final int SHOWN = 12;

  private RequestNumber() {}

  private static final Pattern RANDOM =
      Pattern.compile(
          "[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
          Pattern.CASE_INSENSITIVE);

  /** The number that a header holds; empty where it is {@code null} or no random number. */
  public static Optional<String> of(String header) {
    return Optional.ofNullable(header).filter(it -> RANDOM.matcher(it).matches());
  }

  /**
   * As much of a request's number as is in logs: an opening is found again by all of it.
   *
   * @param header anything; what is no number is left out, and a number made up
   */
  public static String shown(String header) {
    var number =
        of(header)
            .orElseGet(() -> "%012x".formatted(ThreadLocalRandom.current().nextLong(1L << 48)));
    return number.substring(number.length() - SHOWN);
  }
}

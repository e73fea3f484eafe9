package combot.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number that a gateway gives each request ({@code X-Request-Id}), to send it again under. Only
 * what a gateway makes is taken for one, 128 random bits: a constant or a counter of a front end's
 * would join people who have nothing to do with each other.
 */
final class RequestNumber {
  private RequestNumber() {}

  private static final Pattern RANDOM =
      Pattern.compile(
          "[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
          Pattern.CASE_INSENSITIVE);

  static Optional<String> of(String header) {
    return Optional.ofNullable(header).filter(it -> RANDOM.matcher(it).matches());
  }
}

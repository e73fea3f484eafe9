package combot.loadtest;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A load test.
 *
 * @param target the server, such as {@code http://localhost:8000}
 * @param study id; empty: the first that the server has
 * @param key by which the server keeps these conversations apart
 * @param run names the test at the server: 1 to 30 of a-z, 0-9 and -
 * @param seed the same seed, the same people
 * @param complaints file of texts, {@code class<TAB>text} a line; empty: those that come with
 *     Combot
 * @param newTexts whether complaints are made new to the server's cache
 * @param warmUp time in which a few participants come that are not measured
 * @param longest after which it ends, done or not
 * @param most requests after which it ends
 * @param purge whether what was stored is removed at the end
 */
public record Plan(
    URI target,
    String study,
    String key,
    String run,
    Shape shape,
    Behaviour behaviour,
    long seed,
    Optional<Path> complaints,
    boolean newTexts,
    Duration warmUp,
    Duration longest,
    long most,
    boolean purge) {

  private static final Pattern RUN = Pattern.compile("[a-z0-9-]{1,30}");

  public Plan {
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException(
          "run must have 1 to 30 of a-z, 0-9 and -, was '" + run + "'");
    }
    if (most < 1 || longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException("bounds must be above 0, were " + longest + ", " + most);
    }
  }
}

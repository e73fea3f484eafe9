package combot.metrics;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read metrics: programs of this machine, and who knows the token. A request that a proxy
 * passed on comes from elsewhere, whatever its address.
 */
public final class Readers {

  /** The variable that holds the token. */
  public static final String VARIABLE = "COMBOT_METRICS_TOKEN";

  private static final Set<String> PASSED_ON =
      Set.of("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via");

  private final Optional<byte[]> authorization;

  /**
   * @param token {@code null} or blank: there is none
   */
  public Readers(String token) {
    this.authorization =
        Optional.ofNullable(token)
            .filter(given -> !given.isBlank())
            .map(given -> ("Bearer " + given.strip()).getBytes(StandardCharsets.UTF_8));
  }

  /** With the token of the environment. */
  public static Readers ofEnvironment() {
    return new Readers(System.getenv(VARIABLE));
  }

  /** Whether this request may be answered. */
  public boolean admit(HttpServerRequest request) {
    return isLocal(request) || knowsToken(request.getHeader("Authorization"));
  }

  private static boolean isLocal(HttpServerRequest request) {
    return PASSED_ON.stream().noneMatch(request.headers()::contains)
        && isLoopback(request.remoteAddress().hostAddress());
  }

  /** An address, never a name: nothing is looked up. */
  private static boolean isLoopback(String address) {
    try {
      return address != null && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private boolean knowsToken(String given) {
    return given != null
        && authorization
            .filter(known -> MessageDigest.isEqual(known, given.getBytes(StandardCharsets.UTF_8)))
            .isPresent();
  }
}

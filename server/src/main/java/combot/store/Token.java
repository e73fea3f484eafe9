package combot.store;

import combot.study.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret by which a participant's browser names its conversation: 192 random bits. Only its
 * hash is stored.
 */
public record Token(String secret) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  public static Token random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** SHA-256 of the secret, hexadecimal. A secret this long needs no salt. */
  String hash() {
    return Sha256.of(secret);
  }

  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return "Token[…]";
  }
}

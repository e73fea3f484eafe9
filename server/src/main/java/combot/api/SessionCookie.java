package combot.api;

import combot.store.Token;
import combot.study.Study;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The cookie that names a browser's conversation, and the answers that carry it. */
final class SessionCookie {
  private SessionCookie() {}

  static final String NAME = "sessionid";

  private static final String HEADER = NAME + "=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax";

  static Optional<Token> token(String cookie) {
    return Optional.ofNullable(cookie).filter(value -> !value.isBlank()).map(Token::new);
  }

  /** An answer that keeps the cookie for as long as a conversation of the study may rest. */
  static Response renewed(Token token, Study study, Object entity) {
    return Rendered.json(200, entity)
        .header(
            HttpHeaders.SET_COOKIE,
            HEADER.formatted(token.secret(), study.limits().idle().toSeconds()))
        .build();
  }

  /** An answer that makes the browser forget its cookie. */
  static Response expired(Object entity) {
    return Rendered.json(200, entity)
        .header(HttpHeaders.SET_COOKIE, HEADER.formatted("", 0))
        .build();
  }

  /** An answer that leaves the browser's cookie as it is. */
  static Response without(Object entity) {
    return Rendered.json(200, entity).build();
  }
}

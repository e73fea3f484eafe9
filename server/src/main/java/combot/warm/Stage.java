package combot.warm;

import combot.chat.Chat;
import combot.store.Token;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Tells the requests that are only played from those of participants. A request is played if it
 * brings the secret of the rehearsal that goes on; it stays so to its end, even if the rehearsal
 * ended meanwhile. Safe for many threads.
 */
@Singleton
public final class Stage {

  static final String SECRET = "X-Combot-Rehearsal";

  private static final String KEY = Stage.class.getName();
  private static final int BEFORE_ALL_ELSE = 1_200;

  private record Playing(Chat chat, Token secret) {}

  private final Chat chat;
  private final CurrentVertxRequest current;
  private volatile Playing playing; // null: nothing is rehearsed

  Stage(Chat chat, CurrentVertxRequest current) {
    this.chat = chat;
    this.current = current;
  }

  void register(@Observes Filters filters) {
    filters.register(this::arrive, BEFORE_ALL_ELSE);
  }

  private void arrive(RoutingContext request) {
    var now = playing;
    if (now != null && now.secret().secret().equals(request.request().getHeader(SECRET))) {
      request.put(KEY, now.chat());
    }
    request.next();
  }

  /** Whether a request is only played: it counts nowhere. */
  public static boolean isPlayed(RoutingContext request) {
    return request.get(KEY) != null;
  }

  /** Whether the request at hand is only played. */
  public boolean isPlayed() {
    var request = current.getCurrent();
    return request != null && isPlayed(request);
  }

  /** The conversations that the request at hand is about. */
  public Chat chat() {
    var request = current.getCurrent();
    Chat played = request == null ? null : request.get(KEY);
    return played == null ? chat : played;
  }

  /**
   * Opens the stage.
   *
   * @param on what played requests are about
   * @return the secret that makes a request a played one
   */
  Token open(Chat on) {
    var secret = Token.random();
    playing = new Playing(on, secret);
    return secret;
  }

  void close() {
    playing = null;
  }
}

package combot.bench;

import java.util.Optional;

/**
 * An HTTP answer.
 *
 * @param session value of the cookie {@code sessionid} that it sets, if it sets one
 * @param closes whether the server closes the connection after it
 */
record Answer(int status, Optional<String> session, boolean closes, Slice body) {

  /** What it says, shortened for a report. */
  String excerpt() {
    var text = body.toString();
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}

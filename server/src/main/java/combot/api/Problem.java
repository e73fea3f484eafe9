package combot.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A problem detail (RFC 9457).
 *
 * @param detail what was wrong and how to mend it
 * @param field name of the field or parameter at fault, or {@code null}
 */
public record Problem(
    String type, String title, int status, String detail, @JsonProperty("field") String field) {

  static final String MEDIA_TYPE = "application/problem+json";

  /** Nothing was done yet. */
  static Problem busy() {
    return of(
        503,
        "Service Unavailable",
        "The server is busy just now. Nothing of this request was stored: send it again.",
        null);
  }

  static Problem of(int status, String title, String detail, String field) {
    return new Problem(
        "about:blank",
        title,
        status,
        Texts.shown(detail),
        field == null ? null : Texts.shown(field));
  }
}

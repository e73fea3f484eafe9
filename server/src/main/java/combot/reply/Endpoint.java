package combot.reply;

import java.net.URI;

/**
 * Where a provider's protocol is spoken.
 *
 * @param url without the path of a request
 * @param key or {@code null}; in no text of this
 */
record Endpoint(URI url, String key) {

  /** Whether OpenAI's newest names of parameters are known there. */
  boolean isOpenAi() {
    return url.getHost().equals("api.openai.com") || url.getHost().endsWith(".openai.azure.com");
  }

  @Override
  public String toString() {
    return url + (key == null ? " without a key" : " with a key");
  }
}

package combot.loadtest;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * @param path absolute, with query
 * @param body JSON, or {@code null}
 */
record Request(HttpMethod method, String path, Map<String, String> headers, String body) {

  static Request get(String path) {
    return new Request(HttpMethod.GET, path, Map.of(), null);
  }

  static Request post(String path, String body) {
    return new Request(HttpMethod.POST, path, Map.of("Content-Type", "application/json"), body);
  }

  static Request delete(String path) {
    return new Request(HttpMethod.DELETE, path, Map.of(), null);
  }

  Request with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(method, path, more, body);
  }
}

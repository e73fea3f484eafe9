package combot.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps as JSON objects, and lists as arrays, in a column, order kept. The buffers are shared:
 * Jackson's own are one set a thread, and each virtual thread is a new one.
 */
final class Json {
  private Json() {}

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .build());
  private static final TypeReference<LinkedHashMap<String, String>> STRINGS =
      new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, Double>> NUMBERS =
      new TypeReference<>() {};
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  static String write(Map<String, ?> map) {
    return json(map);
  }

  static String write(List<String> list) {
    return json(list);
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getName(), e);
    }
  }

  static List<String> list(String json) {
    return read(json, LIST);
  }

  static LinkedHashMap<String, String> strings(String json) {
    return json == null ? new LinkedHashMap<>() : read(json, STRINGS);
  }

  static LinkedHashMap<String, Double> numbers(String json) {
    return read(json, NUMBERS);
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column holds no JSON as expected", e);
    }
  }
}

package combot.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request's JSON object, bounded and checked. Each method refuses what does not fit with a 400
 * that names the field and says what it was.
 */
final class Body {

  /** Bytes that a body may have. */
  static final int LIMIT = 256 * 1024;

  /** What problems call the body as a whole. */
  private static final String BODY = "body";

  /** With buffers that all requests share: Jackson's own are one set a thread. */
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build()
          .readerFor(JsonNode.class);

  private final JsonNode object;

  private Body(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads a body, as much of it as the {@link Turnstile} let in.
   *
   * @param contentType the request's header, or {@code null}
   */
  static Body read(InputStream in, String contentType) {
    if (contentType == null || !isJson(contentType)) {
      throw ProblemException.noJson(contentType);
    }
    try {
      var bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw ProblemException.badRequest(BODY, "the body must have at most " + LIMIT + " bytes");
      }
      var node = READER.<JsonNode>readValue(bytes);
      if (node == null || !node.isObject()) {
        throw ProblemException.badRequest(
            BODY, "the body must be a JSON object, was " + nameOf(node));
      }
      return new Body(node);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw ProblemException.badRequest(
          BODY,
          "the body is no valid JSON: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr()));
    } catch (IOException e) {
      throw ProblemException.badRequest(BODY, "the body could not be read to its end");
    }
  }

  private static boolean isJson(String contentType) {
    var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }

  /** Refuses fields other than {@code known}. */
  Body only(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw ProblemException.badRequest(
                name,
                "unknown field; known are " + String.join(", ", known.stream().sorted().toList()));
          }
        });
    return this;
  }

  /** The raw value, or {@code null} where it is absent or null. */
  JsonNode get(String field) {
    return object.hasNonNull(field) ? object.get(field) : null;
  }

  String string(String field) {
    return optionalString(field)
        .orElseThrow(() ->
            ProblemException.badRequest(
                field, "must be a string, was " + nameOf(object.get(field))));
  }

  /** Empty where it is absent or null. */
  Optional<String> optionalString(String field) {
    var value = get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw ProblemException.badRequest(field, "must be a string, was " + nameOf(value));
    }
    return Optional.of(value.textValue());
  }

  /** Empty where it is absent or null. */
  Optional<BigInteger> optionalInteger(String field) {
    var value = get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber()) {
      throw ProblemException.badRequest(
          field, "must be a whole number, was " + (value.isNumber() ? value : nameOf(value)));
    }
    return Optional.of(value.bigIntegerValue());
  }

  boolean bool(String field) {
    var value = object.get(field);
    if (value == null || !value.isBoolean()) {
      throw ProblemException.badRequest(field, "must be true or false, was " + nameOf(value));
    }
    return value.booleanValue();
  }

  /** An object of strings; empty where it is absent. */
  Map<String, String> strings(String field) {
    var value = get(field);
    var strings = new TreeMap<String, String>();
    if (value == null) {
      return strings;
    }
    if (!value.isObject()) {
      throw ProblemException.badRequest(
          field, "must be an object of strings, was " + nameOf(value));
    }
    for (var entry : value.properties()) {
      if (!entry.getValue().isTextual()) {
        throw ProblemException.badRequest(
            field + "." + entry.getKey(), "must be a string, was " + nameOf(entry.getValue()));
      }
      strings.put(entry.getKey(), entry.getValue().textValue());
    }
    return strings;
  }

  static String nameOf(JsonNode node) {
    return switch (node == null ? JsonNodeType.MISSING : node.getNodeType()) {
      case MISSING -> "absent";
      case NULL -> "null";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case BINARY, POJO -> "something else";
    };
  }
}

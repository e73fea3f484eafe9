package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The API as {@code META-INF/openapi.yaml} documents it. Answers may hold no field that is not
 * documented; what a request may hold is up to the document. Safe for use by many threads.
 */
final class OpenApi {

  private static final OpenApi DOCUMENTED = new OpenApi(file());

  private final JsonNode document;
  private final JsonNode open;
  private final JsonNode closed;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<List<Object>, Schema> schemas = new ConcurrentHashMap<>();

  private OpenApi(JsonNode document) {
    this.document = document;
    this.open = document.at("/components/schemas");
    this.closed = open.deepCopy();
    close(closed);
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(it ->
                    operations.add(
                        new Operation(
                            it.getKey().toUpperCase(Locale.ROOT), path.getKey(), it.getValue()))));
  }

  static OpenApi documented() {
    return DOCUMENTED;
  }

  private static JsonNode file() {
    try (var in = OpenApi.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      var yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return Client.JSON.valueToTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fields that an answer holds and the document does not would go unnoticed. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(OpenApi::close);
  }

  /** One method of one documented address. */
  record Operation(String method, String path, JsonNode json) {
    String id() {
      return json.get("operationId").asText();
    }
  }

  JsonNode document() {
    return document;
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operation that answers a request, with or without the slash at the end. */
  Optional<Operation> find(String method, String address) {
    var path = address.split("\\?", 2)[0];
    return operations.stream()
        .filter(it -> it.method().equals(method))
        .filter(it -> addresses(it).stream().anyMatch(matches(path)))
        .findFirst();
  }

  private static Predicate<String> matches(String path) {
    return address ->
        Pattern.matches(address.replaceFirst("/$", "/?").replaceAll("\\{\\w+}", "[^/]+"), path);
  }

  /** Its path, once for each value of a parameter that has a fixed set of them. */
  List<String> addresses(Operation operation) {
    var addresses = new ArrayList<>(List.of(operation.path()));
    for (var parameter : operation.json().path("parameters")) {
      var resolved = resolve(parameter);
      for (var value : resolved.at("/schema/enum")) {
        addresses.add(
            operation.path().replace("{" + resolved.get("name").asText() + "}", value.asText()));
      }
    }
    return addresses.size() == 1 ? addresses : addresses.subList(1, addresses.size());
  }

  /** Fails where the answer is not as documented. */
  void checkReply(String method, String address, Client.Reply reply) {
    find(method, address)
        .ifPresent(operation -> {
          var response = response(operation, reply.status());
          var type = reply.header("content-type").split(";", 2)[0];
          var schema = response.path("content").path(type).get("schema");
          assertThat(schema)
              .as(operation.id() + " answers " + reply.status() + " " + type)
              .isNotNull();
          var bodies =
              type.equals("text/event-stream")
                  ? Event.of(reply.text()).stream().map(Event::data).toList()
                  : List.of(reply.text());
          for (var body : bodies) {
            assertThat(problems(schema, closed, body)).as(reply.text()).isEmpty();
          }
          response
              .path("headers")
              .properties()
              .forEach(header -> {
                var description = resolve(header.getValue());
                if (description.path("required").asBoolean()) {
                  var value = reply.header(header.getKey());
                  assertThat(problems(description.get("schema"), closed, value)).isEmpty();
                }
              });
        });
  }

  private JsonNode response(Operation operation, int status) {
    var responses = operation.json().get("responses");
    var exact = responses.get(Integer.toString(status));
    assertThat(exact != null || List.of(400, 404, 405, 500).contains(status))
        .as(operation.id() + " documents " + status)
        .isTrue();
    return resolve(exact == null ? responses.get("default") : exact);
  }

  /** Fails where the document forbids a body that the server took. */
  void checkRequest(String address, String body) {
    var operation = find("POST", address).orElseThrow();
    assertThat(problems(requestSchema(operation), open, body)).as(body).isEmpty();
  }

  /** The schema of a request's body, with its properties at hand. */
  JsonNode requestSchema(Operation operation) {
    return resolve(operation.json().at("/requestBody/content/application~1json/schema"));
  }

  /** The bodies that the document shows, by name. */
  Map<String, JsonNode> requestExamples(Operation operation) {
    return examples(operation.json().at("/requestBody/content/application~1json"));
  }

  private static Map<String, JsonNode> examples(JsonNode content) {
    var examples = new LinkedHashMap<String, JsonNode>();
    content
        .path("examples")
        .properties()
        .forEach(it -> examples.put(it.getKey(), it.getValue().get("value")));
    if (content.has("example")) {
      examples.put("", content.get("example"));
    }
    return examples;
  }

  /** What the document shows and its own schemas forbid. */
  List<String> faultsOfExamples() {
    var faults = new ArrayList<String>();
    for (var holder : document.get("components").findParents("examples")) {
      if (holder.get("examples").isArray()) {
        holder
            .get("examples")
            .forEach(it -> faults.addAll(problems(holder, closed, it.toString())));
      }
    }
    for (var content : document.findParents("schema")) {
      examples(content)
          .values()
          .forEach(it -> faults.addAll(problems(content.get("schema"), closed, it.toString())));
    }
    return faults;
  }

  private List<String> problems(JsonNode schema, JsonNode named, String value) {
    return schemas
        .computeIfAbsent(List.of(schema, named == closed), _ -> compiled(schema, named))
        .validate(value, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static Schema compiled(JsonNode schema, JsonNode named) {
    var whole = ((ObjectNode) schema).deepCopy();
    whole.set("$defs", named);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"), InputFormat.JSON);
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}

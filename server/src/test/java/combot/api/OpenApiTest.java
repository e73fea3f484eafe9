package combot.api;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documentation against the server. That each answer fits the schema documented for it is
 * checked by {@link Client}, here and in the other tests.
 */
@QuarkusTest
class OpenApiTest extends Served {

  private static final OpenApi API = OpenApi.documented();
  private static final String BEGIN = "/v1/studies/think-feel/conversations";
  private static final String READ = "/v1/conversation";
  private static final String SAY = "/v1/conversation/turns";

  /** It takes a broken database, a busy server, a full study or a flood to be answered these. */
  private static final Set<String> NOT_PROVOKED =
      Set.of("Full", "Later", "TooMany", "Down", "OriginalDown");

  private final Set<String> answered = new TreeSet<>();
  private final Set<String> fields = new TreeSet<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                  | application/yaml",
        "text/html,*/*;q=0.8  | application/yaml",
        "application/yaml     | application/yaml",
        "application/json     | application/json"
      })
  void isServedAsYamlUnlessJsonIsAskedFor(String accepted, String type) throws Exception {
    var reply = client.get("/openapi", "Accept", accepted);
    assertThat(reply.header("content-type")).startsWith(type + ";");
    var served = (ObjectNode) new YAMLMapper().readTree(reply.text());
    var info = (ObjectNode) served.get("info");
    assertThat(info.remove("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(Client.JSON.<JsonNode>valueToTree(served)).isEqualTo(API.document());
  }

  @Test
  void documentsEveryRouteAndNoOther() {
    var routes =
        Stream.of(V1Resource.class, CompatResource.class)
            .flatMap(resource -> Stream.of(resource.getDeclaredMethods()).flatMap(this::routes))
            .collect(toCollection(TreeSet::new));
    var documented =
        API.operations().stream()
            .filter(it -> !it.path().startsWith("/health"))
            .flatMap(it ->
                API.addresses(it).stream()
                    .map(address -> it.method() + " " + address.replaceFirst("/$", "")))
            .collect(toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(routes);
  }

  /** Once for each name that a path's pattern takes. */
  private Stream<String> routes(Method method) {
    if (!method.isAnnotationPresent(GET.class) && !method.isAnnotationPresent(POST.class)) {
      return Stream.empty();
    }
    var verb = method.isAnnotationPresent(GET.class) ? "GET " : "POST ";
    var path =
        method.getDeclaringClass().getAnnotation(Path.class).value()
            + method.getAnnotation(Path.class).value();
    var parts = path.split("\\{route: |}(?=/|$)", 3);
    return path.contains("{route: ")
        ? Stream.of(parts[1].split("\\|"))
            .map(name -> verb + parts[0] + name + (parts.length > 2 ? parts[2] : ""))
        : Stream.of(verb + path);
  }

  @Test
  void takesTheBodiesAndGivesTheAnswersThatItShows() {
    talkV1();
    talkCompatibly();
    for (var path :
        List.of(
            "/health",
            "/health/live",
            "/health/ready",
            "/health/started",
            "/api/memory/",
            "/api/health/")) {
      note("GET", path, client.get(path));
    }

    assertThat(answered).isEqualTo(documentedAnswers());
    assertThat(fields).containsAll(documentedFields());
    assertThat(API.faultsOfExamples()).isEmpty();
  }

  private void talkV1() {
    note("GET", "/v1/studies/think-feel", client.get("/v1/studies/think-feel"));
    note("GET", "/v1/studies/nope", client.get("/v1/studies/nope"));
    var token = "";
    for (var body : examples("POST", BEGIN).values()) {
      // Twice: the second goes on with what the first began.
      note("POST", BEGIN, client.post(BEGIN, body.toString()));
      var reply = note("POST", BEGIN, client.post(BEGIN, body.toString()));
      token = reply.string("token");
    }
    var others = ((ObjectNode) examples("POST", BEGIN).get("panel")).deepCopy();
    others.remove("parameters");
    note("POST", BEGIN, client.post(BEGIN, others.toString()));
    note("POST", BEGIN, client.post(BEGIN, "{}"));
    note("POST", BEGIN, client.post(BEGIN, others.toString(), "X-Combot-Loadtest-Run", "run"));
    note(
        "POST",
        "/v1/studies/nope/conversations",
        client.post(
            "/v1/studies/nope/conversations", examples("POST", BEGIN).get("panel").toString()));

    var bearer = new String[] {"Authorization", "Bearer " + token};
    for (var body : examples("POST", SAY).values()) {
      assertThat(note("POST", SAY, client.post(SAY, body.toString(), bearer)).status())
          .isEqualTo(200);
    }
    var body = ((ObjectNode) examples("POST", SAY).get("message")).deepCopy();
    note("POST", SAY, client.post(SAY, body.put("turnId", "late").toString(), bearer));
    body.remove("after");
    while (client.get(READ, bearer).string("expects").equals("message")) {
      body.put("turnId", UUID.randomUUID().toString());
      assertThat(note("POST", SAY, client.post(SAY, body.toString(), bearer)).status())
          .isEqualTo(200);
    }
    for (var text : List.of("no address", "ann@example.org", "one more")) {
      var last = "{\"turnId\": \"%s\", \"text\": \"%s\"}".formatted(UUID.randomUUID(), text);
      note("POST", SAY, client.post(SAY, last, bearer));
    }
    note("POST", SAY, client.post(SAY, "{}", bearer));
    note("POST", SAY, client.post(SAY, body.toString()));
    note("GET", READ, client.get(READ, bearer));
    note("GET", READ, client.get(READ));
  }

  private void talkCompatibly() {
    for (var body : examples("POST", "/api/random/").values()) {
      var reply = note("POST", "/api/random/", client.post("/api/random/", body.toString()));
      assertThat(reply.json().get("index").asInt()).isEqualTo(1);
    }
    var talk = open("lulu").until(5);
    note("POST", talk.path(), talk.say("that is all"));
    note("POST", talk.path(), talk.say("ann@example.org"));
    note("POST", talk.path(), client.post(talk.path(), "[]"));
    note("POST", "/api/nike/", client.post("/api/nike/", "{}"));
    for (var path :
        List.of("/api/lulu/initial/", "/api/lulu/closing/", "/api/random/", "/api/random/reset/")) {
      note("GET", path, client.get(path));
      note("GET", path, client.get(path.replaceFirst("lulu|random", "nike")));
    }
  }

  private Map<String, JsonNode> examples(String method, String address) {
    var examples = API.requestExamples(API.find(method, address).orElseThrow());
    assertThat(examples).isNotEmpty();
    return examples;
  }

  private Client.Reply note(String method, String path, Client.Reply reply) {
    // A route that is not there has no operation: it stands for the operation of a route that is.
    var address = path.replace("nike", "random");
    answered.add(API.find(method, address).orElseThrow().id() + " " + reply.status());
    collect(reply.json());
    return reply;
  }

  private void collect(JsonNode json) {
    json.fieldNames().forEachRemaining(fields::add);
    json.forEach(this::collect);
  }

  private static Set<String> documentedAnswers() {
    var answers = new TreeSet<String>();
    for (var operation : API.operations()) {
      for (var response : operation.json().get("responses").properties()) {
        var name = response.getValue().path("$ref").asText().replaceFirst(".*/", "");
        if (!response.getKey().equals("default") && !NOT_PROVOKED.contains(name)) {
          answers.add(operation.id() + " " + response.getKey());
        }
      }
    }
    return answers;
  }

  private static Set<String> documentedFields() {
    var names = new TreeSet<String>();
    API.document()
        .at("/components/schemas")
        .properties()
        .forEach(schema -> {
          if (!Set.of("ConversationRequest", "NewTurn", "OriginalTurn").contains(schema.getKey())) {
            schema
                .getValue()
                .findValues("properties")
                .forEach(it -> it.fieldNames().forEachRemaining(names::add));
          }
        });
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {BEGIN, SAY, "/api/random/"})
  void refusesWhatItForbids(String address) {
    var begun = client.post(BEGIN, examples("POST", BEGIN).get("anonymous").toString());
    var stored = tables.everything();
    for (var example : examples("POST", address).values()) {
      var schema = API.requestSchema(API.find("POST", address).orElseThrow());
      var forbidden = forbidden(schema, (ObjectNode) example);
      assertThat(forbidden).hasSizeGreaterThan(1);
      for (var body : forbidden) {
        var reply =
            client.post(
                address,
                body.json().toString(),
                "Authorization",
                "Bearer " + begun.string("token"));
        assertThat(reply.status()).as(body.toString()).isEqualTo(400);
        assertThat(reply.string("field")).as(body.toString()).isEqualTo(body.field());
      }
    }
    assertThat(tables.everything()).isEqualTo(stored);
  }

  /** A body that is wrong in one field. */
  private record Wrong(String field, ObjectNode json) {}

  private static List<Wrong> forbidden(JsonNode schema, ObjectNode example) {
    var wrong = new ArrayList<Wrong>();
    for (var name : schema.path("required")) {
      wrong.add(new Wrong(name.asText(), example.deepCopy().without(name.asText())));
    }
    for (var property : schema.get("properties").properties()) {
      var name = property.getKey();
      var limits = property.getValue();
      if (limits.has("type")) {
        wrong.add(new Wrong(name, example.deepCopy().set(name, Client.JSON.createArrayNode())));
      }
      if (limits.has("pattern")) {
        wrong.add(new Wrong(name, example.deepCopy().put(name, "a b")));
      }
      if (limits.has("minLength")) {
        wrong.add(new Wrong(name, example.deepCopy().put(name, "")));
      }
      if (limits.has("const")) {
        wrong.add(new Wrong(name, example.deepCopy().put(name, false)));
      }
    }
    if (schema.has("additionalProperties")) {
      wrong.add(new Wrong("unknown", example.deepCopy().put("unknown", 1)));
    }
    return wrong;
  }
}

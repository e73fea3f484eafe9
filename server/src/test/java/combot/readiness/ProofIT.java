package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.GatewayProcess;
import combot.cache.RedisProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proofs and drills with a real gateway and two workers. */
@Tag("slow")
@Timeout(400)
class ProofIT {

  @TempDir private Path folder;

  static Context context(GatewayProcess gateway) {
    return new Context(
        Path.of("/"),
        gateway.data,
        Running.on(gateway.data),
        Limits.defaults(),
        InstantSource.system(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new HashMap<>());
  }

  private static Map<String, Line> look(List<Part> parts, Context context) {
    return parts.stream()
        .flatMap(part -> part.look(context).lines().stream())
        .collect(Collectors.toMap(Line::id, Function.identity()));
  }

  @Test
  void aRealCombotPassesEveryProofAndEveryDrill() throws Exception {
    try (var redis = new RedisProcess();
        var gateway = new GatewayProcess(folder, "--redis=" + redis.address())) {
      var context = context(gateway);
      var parts = new ArrayList<>(List.of(Part.proofs(Instant.now(), List.of())));
      parts.add(
          new Part(
              "Drills",
              List.of(
                  new KillDrill(UnderLoad.REAL, Duration.ofSeconds(60)),
                  new CacheDrill(
                      UnderLoad.REAL, Optional.of(redis.address()), Duration.ofSeconds(30)),
                  new DatabaseDrill(UnderLoad.REAL))));
      var lines = look(parts, context);
      var guide = Files.readString(Path.of(System.getProperty("combot.home"), "docs/check.md"));
      assertThat(lines.keySet())
          .hasSize(27)
          .allSatisfy(id -> assertThat(guide).contains("`" + id + "`"));
      assertThat(lines.values())
          .allSatisfy(
              line -> assertThat(line.state()).as(line.toString()).isIn(State.PASS, State.WARN));
      for (var id :
          List.of(
              "cache.hit",
              "cache.ttl",
              "cache.bounded",
              "model.unload",
              "pressure.hold",
              "recycle.failed",
              "recycle.lost",
              "recycle.defunct",
              "pool.exhausted",
              "drill.worker.lost",
              "drill.cache.lost",
              "drill.database.lost")) {
        assertThat(lines.get(id)).returns(State.PASS, Line::state);
      }
    }
  }

  @Test
  void aWorkerThatDoesNotComeBackIsFound() throws IOException {
    var real = System.getProperty("combot.jar");
    var copy = linked(Path.of(real).getParent());
    System.setProperty("combot.jar", copy.toString());
    try (var gateway = new GatewayProcess(folder)) {
      System.setProperty("combot.jar", real);
      var context = context(gateway);
      Files.delete(copy);
      var lines =
          look(
              List.of(new Part("", List.of(new KillDrill(UnderLoad.REAL, Duration.ofSeconds(10))))),
              context);
      assertThat(lines.get("drill.worker.recovery"))
          .returns(State.FAIL, Line::state)
          .returns("not within 10 s", Line::value);
      assertThat(lines.get("drill.worker.lost").state()).isEqualTo(State.PASS);
    } finally {
      System.setProperty("combot.jar", real);
    }
  }

  /** The packaged program in a place of its own, from which a part may be taken away. */
  private Path linked(Path program) throws IOException {
    var place = folder.resolve("program");
    try (var files = Files.walk(program)) {
      for (var file : files.toList()) {
        var to = place.resolve(program.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return place.resolve("quarkus-run.jar");
  }

  @Test
  void nobodyWhoTakesPartIsDisturbed() throws Exception {
    try (var gateway = new GatewayProcess(folder);
        var http = HttpClient.newHttpClient()) {
      var begun =
          new Requests(http, gateway.url())
              .post(
                  "/v1/studies/think-feel/conversations",
                  Map.of(),
                  new JsonObject()
                      .put("consent", true)
                      .put("requestId", UUID.randomUUID().toString()));
      assertThat(begun.status()).isEqualTo(201);
      var workers = gateway.workers();
      var lines = look(List.of(Part.drills()), context(gateway));
      assertThat(lines.get("drill.worker.recovery"))
          .returns(State.NOT_MEASURED, Line::state)
          .extracting(Line::value)
          .asString()
          .startsWith("conversations of participants are under way, 1 ");
      assertThat(gateway.workers()).isEqualTo(workers);
    }
  }
}

package combot.cache;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.Together;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS, with a certificate that Java trusts or not. */
@Timeout(120)
class RedisTlsTest {
  private static final String TRUST = "javax.net.ssl.trustStore";
  private static final String TRUST_PASSWORD = TRUST + "Password";
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private RedisProcess redis;
  private Path trust;
  private String address;

  @BeforeEach
  void start() throws Exception {
    keytool("-genkeypair", "-alias", "redis", "-keyalg", "EC", "-dname", "CN=redis");
    var keys = KeyStore.getInstance(keys().toFile(), PASSWORD.toCharArray());
    trust = trust(keys.getCertificate("redis"));
    var key = pem("PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
    var certificate = pem("CERTIFICATE", keys.getCertificate("redis").getEncoded());
    int port = RedisProcess.freePort();
    redis =
        new RedisProcess(
            "--tls-port",
            Integer.toString(port),
            "--tls-key-file",
            key,
            "--tls-cert-file",
            certificate,
            "--tls-ca-cert-file",
            certificate,
            "--tls-auth-clients",
            "no");
    address = RedisProcess.address("rediss", port);
  }

  private Path trust(Certificate certificate) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("redis", certificate);
    var file = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private Path keys() {
    return folder.resolve("keys.p12");
  }

  private void keytool(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", keys().toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-ext", "san=ip:127.0.0.1"));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private String pem(String kind, byte[] content) throws IOException {
    var file = folder.resolve(kind);
    var lines = Base64.getMimeEncoder().encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines));
    return file.toString();
  }

  @AfterEach
  void stop() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST_PASSWORD);
    redis.close();
    vertx.close();
  }

  private Cache open() {
    return Cache.redis(RedisUrl.parse(address), CacheLimits.DEFAULT, vertx, Instant::now);
  }

  @Test
  void isUsedWhereJavaTrustsIt() {
    System.setProperty(TRUST, trust.toString());
    System.setProperty(TRUST_PASSWORD, PASSWORD);
    try (var cache = open()) {
      Together.await(
          "the value",
          () -> {
            cache.put("a", new byte[] {'v'});
            return redis.say("GET", "combot:value:a").equals("v");
          });
    }
  }

  @Test
  void isNotUsedWhereJavaDoesNotTrustIt() {
    try (var cache = open()) {
      Together.await(
          "the reason", () -> cache.figures().outage().orElseThrow().why().contains("certificate"));
      assertThat(redis.keys("*")).isEmpty();
    }
  }
}

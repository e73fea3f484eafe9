package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real server and certificates of a day's making. */
@Timeout(60)
class CertificateProbeTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  /** Of a server that is called {@code host}, and of those who trust it. */
  static SSLContext context(Path folder, int days, String host) throws Exception {
    var store = folder.resolve("store-" + days + host);
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                Integer.toString(days),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    assertThat(made.inputReader().readAllAsString()).doesNotContain("rror");
    assertThat(made.waitFor()).isZero();
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    // A store of keys names nobody to be trusted.
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", keys.getCertificate("it"));
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private Line seen(SSLContext server, CertificateProbe probe) throws Exception {
    try (var socket = (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> shakeHands(socket));
      return new Looked(folder)
          .clock(InstantSource.system())
          .url("https://localhost:" + socket.getLocalPort())
          .line(probe, "net.certificate");
    }
  }

  private static void shakeHands(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
      } catch (IOException e) {
        // refused, or closed
      }
    }
  }

  @Test
  void tellsForHowLongItIsTrusted() throws Exception {
    var lasting = context(folder, 90, "localhost");
    assertThat(seen(lasting, new CertificateProbe(lasting)))
        .returns(State.PASS, Line::state)
        .returns("trusted, for 89 days", Line::value);
    var soon = context(folder, 10, "localhost");
    assertThat(seen(soon, new CertificateProbe(soon)).state()).isEqualTo(State.WARN);
    var now = context(folder, 2, "localhost");
    assertThat(seen(now, new CertificateProbe(now)).state()).isEqualTo(State.FAIL);
  }

  @Test
  void failsOneThatBrowsersRefuse() throws Exception {
    var own = context(folder, 90, "localhost");
    assertThat(seen(own, new CertificateProbe()))
        .as("signed by itself")
        .returns(State.FAIL, Line::state)
        .satisfies(line ->
            assertThat(line.value())
                .startsWith("it is refused, as browsers would: ")
                .contains("(valid until "));
    var other = context(folder, 90, "elsewhere.example.org");
    assertThat(seen(other, new CertificateProbe(other)))
        .as("another's name")
        .returns(State.FAIL, Line::state);
  }

  @Test
  void failsWhereNobodyAnswersAndKnowsNothingWithoutAnAddress() throws Exception {
    var looked = new Looked(folder).url("https://127.0.0.1:1");
    assertThat(looked.state(new CertificateProbe(), "net.certificate")).isEqualTo(State.FAIL);
    for (var none : new Looked[] {new Looked(folder), new Looked(folder).url("http://x.org")}) {
      assertThat(none.state(new CertificateProbe(), "net.certificate"))
          .isEqualTo(State.NOT_MEASURED);
    }
  }
}

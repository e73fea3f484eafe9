package combot.readiness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** HTTPS at the public address: whether browsers trust it, and for how long. */
final class CertificateProbe implements Probe {

  private static final int PORT = 443;
  private static final int PATIENCE_MILLIS = 3_000;

  private final SSLContext trust;

  CertificateProbe() {
    this(standard());
  }

  /**
   * @param trust of browsers
   */
  CertificateProbe(SSLContext trust) {
    this.trust = trust;
  }

  static SSLContext standard() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java knows no certificate authorities", e);
    }
  }

  @Override
  public List<Line> look(Context context) {
    var question =
        context.ask(
            "net.certificate",
            "Certificate of the public address",
            "TLS handshake, verified by the authorities that Java trusts, which are about those of browsers",
            "Renew it: sudo certbot renew, or see the log of Caddy, and reload the proxy");
    return List.of(
        context
            .publicUrl()
            .filter(url -> url.getScheme().equals("https"))
            .map(url -> judge(context, question, url))
            .orElseGet(() -> question.unknown("no https address was given: --url https://…")));
  }

  private Line judge(Context context, Question question, URI url) {
    var threshold = question.threshold();
    try {
      var certificate = certificate(url, trust);
      double days =
          Duration.between(context.clock().instant(), certificate.getNotAfter().toInstant())
                  .toHours()
              / 24.0;
      return question.measured(days, "trusted, for %.0f days".formatted(Math.floor(days)));
    } catch (SSLException e) {
      return question.is(
          State.FAIL, "it is refused, as browsers would: " + reason(url, e), threshold);
    } catch (IOException e) {
      return question.is(State.FAIL, "no connection to " + url + ": " + e, threshold);
    }
  }

  /** When it ended is what an operator wants to know first. */
  private static String reason(URI url, SSLException refused) {
    try {
      var trusting = SSLContext.getInstance("TLS");
      trusting.init(null, new TrustManager[] {new Trusting()}, null);
      return "%s (valid until %s)"
          .formatted(refused.getMessage(), certificate(url, trusting).getNotAfter().toInstant());
    } catch (IOException | GeneralSecurityException e) {
      return refused.getMessage();
    }
  }

  private static X509Certificate certificate(URI url, SSLContext context) throws IOException {
    try (var plain = new Socket()) {
      int port = url.getPort() < 0 ? PORT : url.getPort();
      plain.connect(new InetSocketAddress(url.getHost(), port), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      try (var socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, url.getHost(), port, true)) {
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    }
  }

  /** Looks at a certificate that is refused; nothing is sent over such a connection. */
  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

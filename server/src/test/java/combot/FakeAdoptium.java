package combot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Adoptium's API and its archive on this machine, with an archive that holds what a test put in.
 */
final class FakeAdoptium implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] archive;

  /** Paths with queries, in the order in which they were asked for. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  volatile String checksum;
  volatile int status = 200;

  /** With %1$s for the archive's address and %2$s for its checksum. */
  volatile String assets =
      """
      [ { "binary": {
            "architecture": "x64",
            "installer": {
              "checksum": "0000000000000000000000000000000000000000000000000000000000000000",
              "link": "http://127.0.0.1:1/installer.pkg", "name": "installer.pkg" },
            "os": "any",
            "package": {
              "checksum": "%2$s",
              "checksum_link": "%1$s.sha256.txt",
              "download_count": 7,
              "link": "%1$s",
              "name": "jdk.tar.gz", "size": 12 } },
          "release_name": "jdk-25.0.3+9", "version": { "major": 25 } } ]
      """;

  /** An archive of what lies in {@code folder}. */
  FakeAdoptium(Path folder) throws Exception {
    var file = folder.resolveSibling(folder.getFileName() + ".tar.gz");
    var tar =
        new ProcessBuilder("tar", "-czf", file.toString(), "-C", folder.toString(), ".")
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar could not pack " + folder);
    }
    archive = Files.readAllBytes(file);
    checksum = sha256(archive);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI().toString();
      requests.add(uri);
      var link = address() + "/jdk-25.0.3%2B9.tar.gz";
      var body = uri.endsWith(".tar.gz") ? archive : assets.formatted(link, checksum).getBytes();
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

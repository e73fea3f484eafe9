package combot.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link GeneratorStub} at work. It ends with {@link #close}, or with this program. */
final class StubProcess implements AutoCloseable {

  private final Process process;
  private final InetSocketAddress address;

  private StubProcess(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * @param millis of delay, by turns
   */
  static StubProcess start(Path study, List<Integer> millis) throws IOException {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx512m", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.add(GeneratorStub.class.getName());
    words.add(study.toString());
    millis.forEach(each -> words.add(each.toString()));
    var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var port = port(process.inputReader(StandardCharsets.UTF_8));
    return new StubProcess(
        process, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
  }

  private static String port(BufferedReader out) throws IOException {
    var port = out.readLine();
    if (port == null) {
      throw new IOException("the stub ended before it listened");
    }
    return port;
  }

  long pid() {
    return process.pid();
  }

  String url() {
    return "http://127.0.0.1:" + address.getPort();
  }

  /** Percentiles of how long it took to answer, microseconds, with their {@code count}. */
  JsonObject truth() throws IOException {
    return Page.get(address, "/truth")
        .map(page -> new JsonObject(page.body()))
        .orElseThrow(() -> new IOException("the stub does not tell its times"));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

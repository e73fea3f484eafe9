package combot;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a server process. */
final class WorkerOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (${DEFAULT-VALUE}).")
  String host;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where the data lie (./${DEFAULT-VALUE}).")
  Path data;

  @Option(
      names = "--study",
      paramLabel = "FILE",
      description =
          "Study file to serve; repeatable. Default: studies/think-feel.yaml of the installation.")
  List<Path> studies = List.of();

  private List<String> origins = List.of();

  @Option(
      names = "--port",
      defaultValue = "8000",
      description = "Port to listen on, 0 for any free one (${DEFAULT-VALUE}).")
  void port(int port) {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          command.commandLine(), "--port must be between 0 and 65535, was " + port);
    }
    this.port = port;
  }

  @Option(
      names = "--cors-origin",
      paramLabel = "URL",
      description =
          "Origin whose pages may call the API, such as https://lab.example.org; repeatable.")
  void origins(List<String> origins) {
    origins.forEach(this::checkOrigin);
    this.origins = List.copyOf(origins);
  }

  int port() {
    return port;
  }

  List<String> origins() {
    return origins;
  }

  private void checkOrigin(String origin) {
    try {
      var uri = URI.create(origin);
      if (uri.getScheme() != null
          && uri.getHost() != null
          && origin.equals(uri.getScheme() + "://" + uri.getAuthority())) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // told below, as for any other that is none
    }
    throw new ParameterException(
        command.commandLine(),
        "--cors-origin must be scheme, host and port and nothing more, such as https://lab.example.org, was "
            + origin);
  }
}

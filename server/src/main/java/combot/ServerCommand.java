package combot;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that serves studies, and its options. */
@Command(mixinStandardHelpOptions = true)
abstract class ServerCommand {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8000",
      converter = Numbers.Port.class,
      description = "Port to listen on, 0 for any free one (${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on, 0.0.0.0 for all (${DEFAULT-VALUE}).")
  String host;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where the data lie (./${DEFAULT-VALUE}).")
  Path data;

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${env:COMBOT_DATABASE}",
      description =
          "PostgreSQL database to use instead of a file in the data folder: postgresql://user:password@host:port/name. Better given as COMBOT_DATABASE: every user of the machine can see options.")
  String database;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      defaultValue = "${env:COMBOT_REDIS}",
      description =
          "Redis or Valkey that processes share scores and counts through: redis://user:password@host:port/database, rediss:// with TLS. Better given as COMBOT_REDIS: every user of the machine can see options.")
  String redis;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      defaultValue = "${env:COMBOT_LLM_RECORD}",
      description =
          "File to which questions to language models and their answers are appended; it holds what participants write.")
  Path record;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      defaultValue = "${env:COMBOT_LLM_REPLAY}",
      description =
          "Such a file, from which questions to language models are answered: no key is needed.")
  Path replay;

  @Option(
      names = "--study",
      paramLabel = "FILE",
      description =
          "Study file to serve; repeatable. Default: studies/think-feel.yaml of the installation.")
  List<Path> studies =
      List.of(Path.of(System.getProperty("combot.home", "."), "studies", "think-feel.yaml"));

  @Option(
      names = "--cors-origin",
      paramLabel = "URL",
      converter = Origin.class,
      description =
          "Origin whose pages may call the API, such as https://lab.example.org; repeatable.")
  List<String> origins = List.of();

  /**
   * Looks whether others may serve from the same data.
   *
   * @throws Failures.Refusal if they may not, and do
   */
  abstract void refuseSecond(Path folder);
}

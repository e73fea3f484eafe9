package combot.operator;

import combot.control.ControlClient;
import combot.control.ControlException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a running Combot. Exit code 1 where none runs, or it refuses. */
@Command(mixinStandardHelpOptions = true)
abstract class OperatorCommand implements Callable<Integer> {

  static final int FAILED = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of the running Combot (./${DEFAULT-VALUE}).")
  Path data;

  @Spec private CommandSpec spec;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  static JsonObject request(String command) {
    return new JsonObject().put("command", command);
  }

  /**
   * Asks, and prints what happens meanwhile.
   *
   * @throws combot.control.ControlException if none runs, or it refuses
   */
  Optional<JsonObject> ask(JsonObject request) {
    return new ControlClient(data).ask(request, out()::println);
  }

  /** What is told of language models within a time. */
  ModelsText askForModels(Duration atMost) {
    try {
      return new ModelsText(new ControlClient(data).ask(request("models"), atMost));
    } catch (ControlException _) {
      return ModelsText.UNTOLD;
    }
  }

  /**
   * Says what came of it.
   *
   * @param answer of the running Combot, if any came
   * @return exit code
   */
  int end(Optional<JsonObject> answer, String done) {
    if (answer.isEmpty()) {
      err().println("Combot ended before it answered.");
      return FAILED;
    }
    out().println(done);
    return 0;
  }
}

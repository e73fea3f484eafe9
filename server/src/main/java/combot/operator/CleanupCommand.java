package combot.operator;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

/** {@code combot cleanup}: memory that is not needed now. */
@Command(
    name = "cleanup",
    description =
        "Empties caches and gives back memory that is not needed now. Loses nothing; what was cached is worked out again.")
public final class CleanupCommand extends OperatorCommand {

  @Override
  public Integer call() {
    var answer = ask(request("cleanup"));
    answer
        .map(JsonObject::getMap)
        .ifPresent(workers ->
            workers.forEach((number, words) -> out().printf("worker %s: %s%n", number, words)));
    return end(answer, "Cleaned up.");
  }
}

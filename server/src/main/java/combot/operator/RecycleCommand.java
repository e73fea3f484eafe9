package combot.operator;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code combot recycle}: new worker processes for old ones. */
@Command(
    name = "recycle",
    description =
        "Replaces a worker process, or all of them one after the other, without losing a request.")
public final class RecycleCommand extends OperatorCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      description = "Number of the worker, as status shows it; without it all.")
  private Integer worker;

  @Override
  public Integer call() {
    var request = request("recycle");
    Optional.ofNullable(worker).ifPresent(number -> request.put("worker", number));
    return end(ask(request), "Replaced.");
  }
}

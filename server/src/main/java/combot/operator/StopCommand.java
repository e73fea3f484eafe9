package combot.operator;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code combot stop}: as Ctrl-C where it was started. */
@Command(
    name = "stop",
    description =
        "Answers what is under way, then ends Combot. People in a conversation go on where they were when it runs again.")
public final class StopCommand extends OperatorCommand {

  /** The gateway waits 35 s for requests, and as long again for workers. */
  private static final int LONGEST_SECONDS = 90;

  @Override
  public Integer call() throws Exception {
    var answer = ask(request("stop"));
    var process = answer.map(told -> told.getLong("pid")).flatMap(ProcessHandle::of);
    if (process.isPresent() && !ended(process.get())) {
      err().printf("Process %d did not end within %d s.%n", process.get().pid(), LONGEST_SECONDS);
      return FAILED;
    }
    out().println("Stopped.");
    return 0;
  }

  private static boolean ended(ProcessHandle process) throws Exception {
    try {
      process.onExit().get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }
}

package combot;

import combot.classifier.ClassifierException;
import combot.control.ControlException;
import combot.loadtest.InvalidComplaintsException;
import combot.loadtest.LoadTestException;
import combot.store.StoreException;
import combot.study.InvalidStudyException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells why a command failed: in a sentence where a user can mend it, with a trace where only we
 * can.
 */
final class Failures implements IExecutionExceptionHandler {

  /** A command can't go on, and says all there is to say. */
  static class Refusal extends RuntimeException {
    Refusal(String message) {
      super(message);
    }
  }

  /** A {@link Refusal} of what the user gave along: wrong usage. */
  static final class Misuse extends Refusal {
    Misuse(String message) {
      super(message);
    }
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!isTold(e)) {
      throw e;
    }
    command.getErr().println(e.getMessage());
    var spec = command.getCommandSpec();
    return e instanceof Misuse
        ? spec.exitCodeOnInvalidInput()
        : spec.exitCodeOnExecutionException();
  }

  /** Why a server did not start: the sentence among the causes, else all of the trace. */
  static String told(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (isTold(cause)) {
        return cause.getMessage();
      }
      if (cause instanceof BindException) {
        return "another program took the port meanwhile. Stop it, or give another port with --port.";
      }
    }
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return "this is a fault of Combot's own:\n" + trace;
  }

  private static boolean isTold(Throwable e) {
    return switch (e) {
      case Refusal _,
          InvalidStudyException _,
          StoreException _,
          ClassifierException _,
          ControlException _,
          LoadTestException _,
          InvalidComplaintsException _,
          UncheckedIOException _ ->
          true;
      default -> false;
    };
  }
}

package combot;

import combot.classifier.ClassifierException;
import combot.store.StoreException;
import combot.study.InvalidStudyException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells why a command failed: in a sentence where a user can mend it, with a trace where only we
 * can.
 */
final class Failures implements IExecutionExceptionHandler {

  /** A command can't go on, and says all there is to say. */
  static final class Refusal extends RuntimeException {
    Refusal(String message) {
      super(message);
    }
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    switch (e) {
      case Refusal _,
          InvalidStudyException _,
          StoreException _,
          ClassifierException _,
          UncheckedIOException _ ->
          command.getErr().println(e.getMessage());
      default -> throw e;
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}

package combot.readiness;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Commands of the system. */
final class Tool {
  private static final long SECONDS = 3;

  private Tool() {}

  /** What a command prints; empty where there is none such, it fails, or takes more than 3 s. */
  static Optional<String> run(String... words) {
    try {
      var process =
          new ProcessBuilder(words)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      try (var out = process.inputReader()) {
        var said = out.readAllAsString();
        return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

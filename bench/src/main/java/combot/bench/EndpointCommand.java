package combot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code combot bench endpoint}: a {@link ModelEndpoint} to try a study against, without a key. */
@Command(
    name = "endpoint",
    description = {
      "Serves a made-up language model that speaks OpenAI's protocol, until Ctrl-C,",
      "to try a study with prompts, and load tests of it, without a key and without paying."
    },
    sortOptions = false)
final class EndpointCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--port", defaultValue = "9009", description = "Port (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--median",
      defaultValue = "1200ms",
      converter = Times.class,
      description = "Time that half of the answers take at most (${DEFAULT-VALUE}).")
  private Duration median;

  @Option(
      names = "--spread",
      defaultValue = "0.5",
      description =
          "Standard deviation of that time's logarithm; 0: always the median (${DEFAULT-VALUE}).")
  private double spread;

  @Option(
      names = "--failing",
      defaultValue = "0",
      description = "Share of requests that are answered with status 500 (${DEFAULT-VALUE}).")
  private double failing;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and end.")
  private boolean help;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spread < 0 || failing < 0 || failing > 1) {
      throw new ParameterException(
          spec.commandLine(), "--spread must be 0 or more, and --failing from 0 to 1");
    }
    try (var endpoint = ModelEndpoint.start(port, ModelEndpoint.logNormal(median, spread))) {
      endpoint.fail(failing);
      System.out.printf(
          "A made-up model answers at %s%nFor a study with prompts: COMBOT_OPENAI_URL=%s ./combot serve --study FILE%nEnd with Ctrl-C.%n",
          endpoint.url(), endpoint.url());
      new CountDownLatch(1).await();
    }
    return 0;
  }
}

package combot.gateway;

import java.util.List;

/** How workers are started. */
public interface Workers {

  /**
   * The words that start one as studies and configuration are now: it listens on a loopback port of
   * its choice, and is tied to its standard input and output as {@link Report} and {@link Order}
   * say. Those given before stay good.
   *
   * @throws RuntimeException if no worker could start so; its message says why
   */
  List<String> command(Program program);
}

package combot.gateway;

import java.util.List;

/** How workers are started. */
public interface Workers {

  /**
   * @param words that start a worker
   * @param serves the names of what it serves
   */
  record Start(List<String> words, List<String> serves) {
    public Start {
      words = List.copyOf(words);
      serves = List.copyOf(serves);
    }
  }

  /**
   * How one is started as studies and configuration are now: it listens on a loopback port of its
   * choice, and is tied to its standard input and output as {@link Report} and {@link Order} say.
   * Those given before stay good.
   *
   * @throws RuntimeException if no worker could start so; its message says why
   */
  Start start(Program program);

  /** What an operator should hear once workers started so have replaced the others; in lines. */
  default List<String> news(Start before, Start now) {
    return List.of();
  }
}

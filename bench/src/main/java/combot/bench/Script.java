package combot.bench;

import java.util.Optional;

/** What one participant does on one connection: a request, its answer, the next request. */
interface Script {

  /** What the next request is for; empty when the script has ended. */
  Optional<Kind> next();

  /** Writes the next request, head and body. */
  void write(Bytes request);

  /**
   * Judges the answer to the request that was written last and moves on.
   *
   * @return what is wrong with it; then the script can't go on
   */
  Optional<String> judge(Answer answer);

  /** No answer came that could be judged; the script does not go on. */
  void abandon();
}

package combot.chat;

import combot.study.Study;

/** Whether a study may spend more on language models. */
public interface Means {

  /**
   * Whether somebody new may begin; asked only where the study stops at its caps.
   *
   * @param study under the id by which its costs are counted
   */
  boolean allowNewcomers(Study study);
}

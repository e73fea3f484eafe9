package combot.upkeep;

/** Whether there is room for people who are new; conversations under way go on in any case. */
public interface Admission {

  /** Now; cheap enough for each request. */
  boolean admitsNewcomers();
}

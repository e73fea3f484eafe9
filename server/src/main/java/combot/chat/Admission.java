package combot.chat;

/** Whether new conversations may begin; those that have begun go on in any case. */
public interface Admission {

  /** Now; cheap enough for each request. */
  boolean admitsNewcomers();
}

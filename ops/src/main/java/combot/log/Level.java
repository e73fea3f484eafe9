package combot.log;

/** How much a line matters. */
public enum Level {
  DEBUG,
  INFO,
  WARN,
  ERROR
}

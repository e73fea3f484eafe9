package combot.readiness;

/** How a line of the report stands against its threshold. */
public enum State {
  PASS,
  WARN,
  FAIL,
  /** Nobody knows: never counts as passed. */
  NOT_MEASURED
}

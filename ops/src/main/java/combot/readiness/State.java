package combot.readiness;

/** How a line of the report stands against its threshold. */
public enum State {
  PASS,
  WARN,
  FAIL,
  /** Nobody knows: never counts as passed. */
  NOT_MEASURED;

  /** As people read it: {@code NOT MEASURED}. */
  @Override
  public String toString() {
    return name().replace('_', ' ');
  }
}

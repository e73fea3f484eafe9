package combot.report;

/** How something is meant, whatever it looks like. It never stands alone: the words say it too. */
public enum Tone {
  PLAIN,
  GOOD,
  WARNING,
  BAD,
  MUTED
}

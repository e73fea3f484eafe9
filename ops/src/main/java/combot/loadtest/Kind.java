package combot.loadtest;

import java.util.Locale;

/** What a request is for. */
public enum Kind {
  /** The participant page. */
  PAGE,
  /** What the page links to: styles, scripts, icon. */
  ASSET,
  /** The study's words before consent. */
  STUDY,
  /** Consent, which begins a conversation. */
  BEGIN,
  /** A message and the bot's replies: what a participant waits for. */
  TURN,
  /** The first message in a burst, sent when all others send theirs; a {@link #TURN} too. */
  FIRST,
  /** The conversation so far, after a reload. */
  READ,
  /** No request: what a language model took of a reply's time, which is in no other kind. */
  MODEL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

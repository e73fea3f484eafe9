package combot.bench;

/** What a request is for; each kind is timed by itself. */
enum Kind {
  /** The bare endpoint: JSON out of the same server, and nothing behind it. */
  BARE,
  /** Opens a conversation. */
  OPEN,
  /** The message at index 0, which is classified. */
  FIRST,
  /** The messages at index 1 to 5. */
  TURN,
  /** Asks for the closing message. */
  CLOSING,
  /** The message at index 6, an e-mail address. */
  CONTACT
}

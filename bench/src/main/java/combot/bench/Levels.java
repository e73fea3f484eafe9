package combot.bench;

/** The condition that a conversation was opened in, as JSON strings in their quotes. */
record Levels(byte[] brand, byte[] think, byte[] feel) {}

/**
 * The application service: one turn of a conversation is one read, the pure engine, and one write.
 * Whoever speaks a protocol ( {@code api}) comes in here; nothing here knows of HTTP or SQL.
 */
package combot.chat;

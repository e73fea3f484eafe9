/**
 * Replies that a language model writes: how it is asked, how long, at what cost, and what is taken
 * of its answer.
 */
package combot.reply;

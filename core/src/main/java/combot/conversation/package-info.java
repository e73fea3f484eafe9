/**
 * The conversation engine: what the bot says next. Pure and total: a function of the study, the
 * state and the message, with no input or output, no clock and no randomness beyond the
 * conversation's seed. What it needs from outside it <em>asks</em> for ({@link
 * combot.conversation.Ask.Classify}) and is resumed with.
 */
package combot.conversation;

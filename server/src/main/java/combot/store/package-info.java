/**
 * The only home of SQL: conversations, turns, slots and contacts, durable before an answer leaves.
 * {@link combot.store.Journal} appends, {@link combot.store.Records} reads. Turns are never edited;
 * a participant's turn, the bot's and the state they lead to are one transaction.
 */
package combot.store;

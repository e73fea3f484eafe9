/**
 * Lines of the log, the same from the gateway and its workers: for people in a terminal, as JSON
 * for programs. What participants write, and what tells who they are, never comes in.
 */
package combot.log;

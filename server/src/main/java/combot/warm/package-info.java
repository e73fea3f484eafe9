/**
 * Warms a worker before it says that it is ready: plays conversations through its own HTTP stack,
 * against a record that is thrown away. What is played must never reach the study's record, its
 * counts or what is judged of participants: {@link combot.warm.Stage} keeps the two apart.
 */
package combot.warm;

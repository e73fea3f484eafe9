/**
 * The commands by which an operator asks things of a running Combot. They find it by its data
 * folder and know of it only what it answers.
 */
package combot.operator;

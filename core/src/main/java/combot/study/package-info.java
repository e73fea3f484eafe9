/**
 * What a study is: factors, conditions, assignment, texts, question pools and the flow of a
 * conversation; how it is read from YAML, and what is checked before people meet it.
 *
 * <p>Values only: nothing here talks to a participant, a database or the network, and nothing here
 * draws a random number that is not a function of a seed.
 */
package combot.study;

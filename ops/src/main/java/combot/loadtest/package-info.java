/**
 * Virtual participants and the loads they come in: what they do over HTTP, as people do it; whether
 * each answer is one that the study may give; whether all that they said is stored. Knows the
 * server by its HTTP alone.
 */
package combot.loadtest;

/**
 * How one process of this machine speaks to a running Combot: a socket beside its data, that only
 * the same user and root can use. A request is a line of JSON; lines of progress follow, then the
 * end. What is asked and done is not known here.
 */
package combot.control;

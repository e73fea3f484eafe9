/**
 * Statistics: what may be concluded from a measurement, with its uncertainty. Numbers come in,
 * immutable values go out; nothing here knows what was measured, draws a chance without a seed, or
 * keeps state. Bad numbers (not finite, out of range) are refused by an {@link
 * IllegalArgumentException}; too few of them are a value that says so.
 */
package combot.statistics;

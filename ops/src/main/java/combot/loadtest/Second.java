package combot.loadtest;

/**
 * What was measured in one second.
 *
 * @param at seconds since the stage began
 * @param requests answered or failed in it
 * @param replies of the bot among them
 * @param p95 of these, milliseconds; 0 without any
 */
public record Second(long at, long requests, long replies, double p95) {}

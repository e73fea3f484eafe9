package combot.loadtest;

/**
 * One way in which requests failed or answers were wrong.
 *
 * @param what such as {@code turn: status 500}
 * @param excerpt of the first such answer
 */
public record Failure(String what, long count, String excerpt) {}

/**
 * What saves work and may be lost at any moment: scores of texts, and counts of requests a minute.
 *
 * <p>It is kept in this process, and shared with others where there is a Redis. In come short keys
 * and small values that others made; what they mean never comes in. Nothing here fails a request or
 * holds it up for longer than 50 ms.
 */
package combot.cache;

/**
 * Load tests: virtual participants and what they say, shapes of load, and the statistics of both.
 * It knows a server by HTTP alone; nothing of studies, stores or classifiers comes in here, so that
 * it judges answers as a stranger would.
 */
package combot.loadtest;

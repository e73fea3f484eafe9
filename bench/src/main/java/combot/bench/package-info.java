/**
 * Measures a running worker from outside: whole conversations over HTTP, each answer judged, what
 * was stored counted afterwards. Knows the worker by its HTTP API and its tables alone; nothing of
 * the program may come in here, but for the answers of the stub against which the load test is
 * measured ({@link combot.bench.CannedTalk}).
 */
package combot.bench;

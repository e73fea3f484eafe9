/**
 * What is common to the {@code /metrics} of gateway and workers: who may read it, its text, and the
 * figures of a Java process. What is counted is counted where it happens, by objects of Prometheus'
 * client library; nothing of requests, studies or processes comes in here.
 */
package combot.metrics;

/**
 * The front process of one machine: listens, sends each request to a worker, and keeps the workers
 * alive and young. It knows nothing of studies and of the database; what comes in are requests,
 * what workers say of themselves ({@link combot.gateway.Report}), and signals.
 *
 * <p>What is to be done is decided without side effects ({@link combot.gateway.Supervision}), and
 * carried out in one loop.
 */
package combot.gateway;

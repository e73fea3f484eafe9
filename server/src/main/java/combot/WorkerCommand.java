package combot;

import picocli.CommandLine.Command;

/**
 * {@code combot worker}: one server process by itself, for development, a container or a cluster.
 */
@Command(name = "worker", description = "Runs one server process by itself.")
final class WorkerCommand extends ServerCommand {}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.bootcluster.ipc.Protocol;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What all commands have in common: a cluster to connect to, and how to answer.
 */
abstract class ClusterCommand implements Callable<Integer> {

	private final Shell shell;

	@Option(names = "--directory", paramLabel = "<directory>",
			description = "The cluster's directory. Needed if several clusters run this application.")
	private @Nullable Path directory;

	@Option(names = "--json", description = "Print JSON, with the names that /actuator/cluster has.")
	private boolean json;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Print this help.")
	private boolean help;

	ClusterCommand(Shell shell) {
		this.shell = shell;
	}

	@Override
	public final Integer call() {
		try (Connection cluster = this.shell.clusters().apply(this.directory)) {
			if (cluster.protocol() != Protocol.VERSION) {
				this.shell.err()
					.println(("Note: the running cluster is of another version of Boot Cluster (protocol %d) than this "
							+ "command line (protocol %d)")
						.formatted(cluster.protocol(), Protocol.VERSION));
			}
			return run(cluster);
		}
		catch (CommandFailedException ex) {
			if (this.json) {
				this.shell.out().println(new JsonValue(Map.of("error", String.valueOf(ex.getMessage()))));
			}
			else {
				this.shell.err().println(ex.getMessage());
			}
			return ex.exitCode();
		}
	}

	/**
	 * Do what was asked.
	 * @return the exit code
	 * @throws CommandFailedException if it cannot be done
	 */
	abstract int run(Connection cluster);

	Shell shell() {
		return this.shell;
	}

	boolean json() {
		return this.json;
	}

	void print(String line) {
		this.shell.out().println(line);
	}

	/**
	 * Answer that an order is accepted.
	 * @param order its name, as for the endpoint
	 * @param sentence what happens now
	 */
	int accepted(String order, String sentence) {
		print(this.json ? new JsonValue(Map.of("accepted", order)).toString() : sentence);
		return ExitCode.DONE;
	}

}

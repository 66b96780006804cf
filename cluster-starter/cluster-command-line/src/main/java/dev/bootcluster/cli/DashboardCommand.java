// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import picocli.CommandLine.Command;

/**
 * Where to see the dashboard.
 */
@Command(name = "dashboard", description = "Print the address of the dashboard, with the token that opens it.")
final class DashboardCommand extends ClusterCommand {

	/**
	 * The file in the cluster's directory that only its user can read.
	 */
	private static final String TOKEN = "cluster-token";

	DashboardCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		String address = KnownCluster.in(cluster.directory())
			.map((known) -> known.application().dashboard())
			.orElse(null);
		if (address == null) {
			throw CommandFailedException
				.failed("The address of the dashboard is not known: management.server.port is 0, and the log of the "
						+ "primary names the port, or it is -1, or the endpoint 'cluster' is not exposed. "
						+ "Its path ends in /cluster/dashboard");
		}
		String url = address + "#token=" + token(cluster.directory());
		print(json() ? new JsonValue(Map.of("dashboard", url)).toString() : url);
		return ExitCode.DONE;
	}

	private static String token(Path directory) {
		try {
			return Files.readString(directory.resolve(TOKEN)).strip();
		}
		catch (IOException ex) {
			throw CommandFailedException.failed("The token cannot be read: " + ex.getMessage());
		}
	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import picocli.CommandLine.Command;

/**
 * The workers.
 */
@Command(name = "list", description = "List the workers.")
final class ListCommand extends ClusterCommand {

	ListCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		JsonValue info = cluster.ask("info");
		if (json()) {
			print(info.toString());
			return ExitCode.DONE;
		}
		print(ClusterText.title(info, cluster.directory(), shell().colours()));
		ClusterText.workers(info, shell().colours()).forEach(this::print);
		return ExitCode.DONE;
	}

}

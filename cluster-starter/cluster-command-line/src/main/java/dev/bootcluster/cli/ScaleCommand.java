// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Changes the number of workers.
 */
@Command(name = "scale", description = "Change the number of workers; those that leave drain.")
final class ScaleCommand extends ClusterCommand {

	@Parameters(paramLabel = "<workers>", description = "The number, as in cluster.workers: 4, max, max-1 or 50%%.")
	private String workers = "";

	ScaleCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		cluster.ask("scale", Map.of("workers", this.workers));
		return accepted("scale", "The cluster is being scaled to %s workers".formatted(this.workers));
	}

}

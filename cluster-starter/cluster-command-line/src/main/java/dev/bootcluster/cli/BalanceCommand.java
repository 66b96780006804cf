// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Changes the balancing policy.
 */
@Command(name = "balance", description = "Assign connections that come from now on by another policy.")
final class BalanceCommand extends ClusterCommand {

	@Parameters(paramLabel = "<policy>",
			description = "The policy, as in cluster.balancing: round-robin, least-connections, power-of-two, "
					+ "fastest, weighted, random, client-hash, or a class of the application.")
	private String policy = "";

	BalanceCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		cluster.ask("balance", Map.of("policy", this.policy));
		return accepted("balance", "Connections are assigned by %s from now on".formatted(this.policy));
	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What replaces all workers, one after the other.
 */
abstract class RolloutCommand extends ClusterCommand {

	@Option(names = { "-w", "--wait" },
			description = "Wait for the end: exit code 0 if it succeeded, 1 if it failed, with the last lines of the "
					+ "worker that failed.")
	private boolean wait;

	RolloutCommand(Shell shell) {
		super(shell);
	}

	/**
	 * Follow what has begun.
	 * @param rollout the reload or rolling restart
	 * @return the exit code
	 */
	int begun(Connection cluster, JsonValue rollout) {
		if (this.wait) {
			return new RolloutWatch(shell(), cluster, rollout, json()).await();
		}
		print(json() ? rollout.toString()
				: "%s has begun; wait for its end with --wait, or see events".formatted(RolloutWatch.name(rollout)));
		return ExitCode.DONE;
	}

	/**
	 * Brings a new generation.
	 */
	@Command(name = "reload",
			description = "Replace all workers by those of the jar and configuration that are on disk now, while the "
					+ "others serve; or none if the new ones fail.")
	static final class Reload extends RolloutCommand {

		@Option(names = "--dry-run", description = "Only try a new worker, which gets no connections.")
		private boolean dryRun;

		Reload(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			return begun(cluster, cluster.ask("reload", Map.of("dryRun", this.dryRun)));
		}

	}

	/**
	 * Brings back the previous generation.
	 */
	@Command(name = "rollback", description = "Return to the generation that served before the last reload.")
	static final class Rollback extends RolloutCommand {

		Rollback(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			return begun(cluster, cluster.ask("roll-back"));
		}

	}

	/**
	 * Brings new workers of the same generation.
	 */
	@Command(name = "restart",
			description = "Replace a slot's worker, or all workers one after the other, by new ones of the same "
					+ "generation.")
	static final class Restart extends RolloutCommand {

		@Parameters(arity = "0..1", paramLabel = "<slot>", description = "The slot; without it, all slots.")
		private @Nullable Integer slot;

		Restart(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			if (this.slot == null) {
				return begun(cluster, cluster.ask("restart-all"));
			}
			cluster.ask("restart", Map.of("slot", this.slot));
			return accepted("restart", "The worker in slot %d is being replaced".formatted(this.slot));
		}

	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * A view of the cluster that renews itself.
 */
@Command(name = "monit",
		description = "Watch the workers and their log on a full screen, with keys to steer them; without a terminal, "
				+ "print the workers every two seconds.")
final class MonitCommand extends ClusterCommand {

	private static final Duration INTERVAL = Duration.ofSeconds(2);

	MonitCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		Tty tty = (shell().terminal() && !json()) ? tty() : null;
		if (tty == null) {
			return print(cluster);
		}
		Runnable undo = shell().interrupts().apply(tty::close);
		try (tty) {
			new Monitor(cluster, tty, shell().colours(), new Samples(MonitCommand::cpu), System::nanoTime).run();
		}
		finally {
			undo.run();
		}
		return ExitCode.DONE;
	}

	private static @Nullable Tty tty() {
		try {
			return JLineTty.open();
		}
		catch (IOException | IllegalStateException ex) {
			return null;
		}
	}

	private static @Nullable Duration cpu(long pid) {
		return ProcessHandle.of(pid).flatMap((process) -> process.info().totalCpuDuration()).orElse(null);
	}

	private int print(Connection cluster) {
		while (true) {
			JsonValue info = cluster.ask("info");
			if (json()) {
				print(info.toString());
			}
			else {
				print(ClusterText.title(info, cluster.directory(), shell().colours()));
				ClusterText.workers(info, shell().colours()).forEach(this::print);
			}
			if (shell().isAbandoned()) {
				return ExitCode.DONE;
			}
			shell().pause().of(INTERVAL);
		}
	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * One worker.
 */
@Command(name = "show", description = "Show what is known of a slot and, if its worker is gone, its last lines.")
final class ShowCommand extends ClusterCommand {

	private static final int LINES = 20;

	@Parameters(paramLabel = "<slot>", description = "The slot.")
	private int slot;

	ShowCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		JsonValue info = cluster.ask("info");
		JsonValue worker = worker(info, this.slot);
		if (json()) {
			print(worker.toString());
			return ExitCode.DONE;
		}
		ClusterText.worker(worker, info).forEach(this::print);
		if (worker.text("state").equals("EXITED")) {
			List<JsonValue> lines = cluster.readOutput(this.slot, 0, LINES).list("lines");
			print(lines.isEmpty() ? "It printed nothing." : "Its last lines:");
			lines.forEach((line) -> print("  " + PrintedLine.of(line).shown(shell().colours())));
		}
		return ExitCode.DONE;
	}

	static JsonValue worker(JsonValue info, int slot) {
		return info.list("workers")
			.stream()
			.filter((worker) -> worker.number("slot") == slot)
			.findFirst()
			.orElseThrow(() -> CommandFailedException.failed("There is no slot " + slot));
	}

}

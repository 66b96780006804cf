// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What workers have printed.
 */
@Command(name = "logs",
		description = "Print the last lines that workers printed, also those of workers that are gone. The primary "
				+ "keeps the last 256 KB of each slot.")
final class LogsCommand extends ClusterCommand {

	private static final Duration INTERVAL = Duration.ofMillis(200);

	private static final int AT_ONCE = 10_000;

	@Parameters(arity = "0..1", paramLabel = "<slot>", description = "The slot; without it, all slots.")
	private @Nullable Integer slot;

	@Option(names = { "-n", "--lines" }, paramLabel = "<number>", defaultValue = "200",
			description = "How many lines (default: ${DEFAULT-VALUE}).")
	private int lines;

	@Option(names = { "-f", "--follow" },
			description = "Go on with what is printed from now on. If it cannot be shown as fast, lines are left out "
					+ "and counted; workers never wait.")
	private boolean follow;

	LogsCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		if (this.lines < 0) {
			throw CommandFailedException.usage("--lines is %d, and must not be negative".formatted(this.lines));
		}
		JsonValue part = cluster.readOutput(this.slot, 0, this.lines);
		if (this.slot != null && part.list("lines").isEmpty()) {
			ShowCommand.worker(cluster.ask("info"), this.slot);
		}
		print(part);
		while (this.follow && !shell().isAbandoned()) {
			shell().pause().of(INTERVAL);
			part = cluster.readOutput(this.slot, part.number("next"), AT_ONCE);
			print(part);
		}
		return ExitCode.DONE;
	}

	private void print(JsonValue part) {
		long dropped = part.number("dropped");
		if (dropped > 0) {
			print(json() ? new JsonValue(Map.of("dropped", dropped)).toString()
					: shell().paint(Colour.YELLOW, "--- %d lines left out: they came too fast ---".formatted(dropped)));
		}
		List<PrintedLine> lines = part.list("lines").stream().map(PrintedLine::of).toList();
		lines.forEach((line) -> print(text(line)));
		shell().out().flush();
	}

	private String text(PrintedLine line) {
		if (json()) {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("slot", line.slot());
			fields.put("text", line.text());
			return new JsonValue(fields).toString();
		}
		return (this.slot != null) ? line.shown(shell().colours()) : line.withSlot(shell().colours());
	}

}

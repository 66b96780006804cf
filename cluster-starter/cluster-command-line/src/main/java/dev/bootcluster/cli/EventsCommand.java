// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What happened to the cluster.
 */
@Command(name = "events", description = "Print what happened to the cluster, and why: the last thousand events.")
final class EventsCommand extends ClusterCommand {

	private static final Duration INTERVAL = Duration.ofMillis(500);

	@Option(names = { "-f", "--follow" }, description = "Go on with what happens from now on.")
	private boolean follow;

	EventsCommand(Shell shell) {
		super(shell);
	}

	@Override
	int run(Connection cluster) {
		JsonValue events = cluster.ask("events", Map.of("after", 0));
		if (json() && !this.follow) {
			print(new JsonValue(Map.of("events", List.copyOf(values(events)))).toString());
			return ExitCode.DONE;
		}
		long last = print(events, 0);
		while (this.follow && !shell().isAbandoned()) {
			shell().pause().of(INTERVAL);
			last = print(cluster.ask("events", Map.of("after", last)), last);
		}
		return ExitCode.DONE;
	}

	private long print(JsonValue events, long last) {
		for (Object value : values(events)) {
			JsonValue event = new JsonValue(value);
			print(json() ? event.toString() : text(event));
			last = event.number("id");
		}
		return last;
	}

	private static List<?> values(JsonValue events) {
		return (events.value() instanceof List<?> list) ? list : List.of();
	}

	private String text(JsonValue event) {
		String time = event.text("time").replaceFirst("\\.\\d+", "");
		return "%s  %-22s %s".formatted(time, event.text("type"), event.text("detail"));
	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a reload or rolling restart and shows how it goes: on a terminal
 * one line per slot, which changes; otherwise one line per change.
 */
final class RolloutWatch {

	private static final Duration INTERVAL = Duration.ofMillis(250);

	private final Shell shell;

	private final Connection cluster;

	private final JsonValue rollout;

	private final boolean json;

	private final RolloutProgress progress;

	private final long begun = System.nanoTime();

	private @Nullable JsonValue ended;

	private long lastEvent;

	private int shown;

	RolloutWatch(Shell shell, Connection cluster, JsonValue rollout, boolean json) {
		this.shell = shell;
		this.cluster = cluster;
		this.rollout = rollout;
		this.json = json;
		this.progress = new RolloutProgress(rollout.number("id"));
	}

	/**
	 * Name a rollout as in "Reload 3 to generation 4".
	 */
	static String name(JsonValue rollout) {
		long id = rollout.number("id");
		if (rollout.text("kind").equals("RESTART")) {
			return "Rolling restart %d".formatted(id);
		}
		return (rollout.flag("dryRun") ? "Dry run %d of generation %d" : "Reload %d to generation %d").formatted(id,
				rollout.number("generation"));
	}

	/**
	 * Wait for the end.
	 * @return the exit code
	 */
	int await() {
		say(name(this.rollout));
		Runnable undo = this.shell.interrupts().apply(this::interrupted);
		try {
			JsonValue verdict = this.rollout;
			while (verdict.text("state").equals("RUNNING")) {
				this.shell.pause().of(INTERVAL);
				verdict = this.cluster.ask("last-reload");
				showProgress();
				if (verdict.number("id") != this.rollout.number("id")) {
					return end(endBeforeAnother());
				}
			}
			return end(verdict);
		}
		finally {
			undo.run();
		}
	}

	/**
	 * Another rollout has begun as soon as this one had ended.
	 */
	private JsonValue endBeforeAnother() {
		if (this.ended == null) {
			throw CommandFailedException.failed(
					"%s has ended and another has begun: the events have its verdict".formatted(name(this.rollout)));
		}
		return this.ended;
	}

	private void interrupted() {
		this.shell.err().println("%s goes on. See: events --follow".formatted(name(this.rollout)));
	}

	private void showProgress() {
		List<JsonValue> events = events();
		for (JsonValue event : events) {
			if (event.number("reload") == this.rollout.number("id")) {
				switch (event.text("type")) {
					case "RELOAD_SUCCEEDED" -> this.ended = verdict(event, "SUCCEEDED");
					case "RELOAD_FAILED" -> this.ended = verdict(event, "FAILED");
					default -> {
						// Not its end.
					}
				}
			}
		}
		if (this.json || events.isEmpty()) {
			return;
		}
		List<Long> changed = new ArrayList<>();
		for (JsonValue event : events) {
			this.lastEvent = event.number("id");
			boolean ours = event.number("reload") == this.rollout.number("id");
			if (ours && event.text("type").equals("RELOAD_ROLLING_BACK")) {
				this.shown = 0;
				say(this.shell.paint(Colour.RED, event.text("detail")));
			}
			if (this.progress.accept(event)) {
				changed.add(event.number("slot"));
				if (!this.shell.terminal()) {
					say(this.progress.line(event.number("slot")));
				}
			}
		}
		if (this.shell.terminal() && !changed.isEmpty()) {
			redraw();
		}
	}

	private void redraw() {
		if (this.shown > 0) {
			// Up to the first of our lines, and delete from there.
			this.shell.out().print("\033[%dA\033[J".formatted(this.shown));
		}
		List<String> lines = this.progress.lines();
		lines.forEach(this::say);
		this.shown = lines.size();
	}

	/**
	 * The event says less than the verdict does, but how it ended.
	 */
	private JsonValue verdict(JsonValue event, String state) {
		Map<String, Object> verdict = new LinkedHashMap<>();
		verdict.put("id", this.rollout.number("id"));
		verdict.put("kind", this.rollout.text("kind"));
		verdict.put("generation", this.rollout.number("generation"));
		verdict.put("state", state);
		verdict.put("reason", event.text("detail"));
		return new JsonValue(verdict);
	}

	private List<JsonValue> events() {
		JsonValue events = this.cluster.ask("events", Map.of("after", this.lastEvent));
		return (events.value() instanceof List<?> list) ? list.stream().map(JsonValue::new).toList() : List.of();
	}

	private void say(String line) {
		if (!this.json) {
			this.shell.out().println(line);
			this.shell.out().flush();
		}
	}

	private int end(JsonValue verdict) {
		boolean succeeded = verdict.text("state").equals("SUCCEEDED");
		if (this.json) {
			this.shell.out().println(verdict);
			return succeeded ? ExitCode.DONE : ExitCode.FAILED;
		}
		String state = verdict.text("state");
		say(String.format(Locale.ROOT, "%s %s after %.1f s", name(verdict),
				this.shell.paint(Colour.ofState(state), state.toLowerCase(Locale.ROOT)),
				(System.nanoTime() - this.begun) / 1e9));
		if (succeeded) {
			return ExitCode.DONE;
		}
		this.shell.err().println("Because: " + verdict.text("reason"));
		List<JsonValue> log = verdict.list("log");
		if (!log.isEmpty()) {
			this.shell.err().println("The last lines of the worker that failed:");
			log.forEach((line) -> this.shell.err()
				.println("  " + new PrintedLine(0, line.text()).shown(this.shell.colours())));
		}
		return ExitCode.FAILED;
	}

}

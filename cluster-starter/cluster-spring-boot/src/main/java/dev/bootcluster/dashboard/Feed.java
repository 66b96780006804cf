// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.PrintedLines;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one stream tells, as server-sent events: everything after what its reader knows,
 * then what is new. It knows how far it is, so that no two messages tell the same.
 */
final class Feed {

	/**
	 * What is sent to keep a quiet connection alive.
	 */
	static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final int FIRST_LINES = 200;

	private static final int LINES = 500;

	private static final JsonMapper MAPPER = new JsonMapper();

	private final @Nullable Integer slot;

	private long sample;

	private long event;

	private long line;

	private String reload = "";

	private boolean begun;

	/**
	 * Create a feed.
	 * @param sample the id of the last sample that its reader knows
	 * @param event the id of the last event that its reader knows
	 * @param slot the slot whose log its reader wants, 0 for all, {@code null} for none
	 */
	Feed(long sample, long event, @Nullable Integer slot) {
		this.sample = sample;
		this.event = event;
		this.slot = slot;
	}

	/**
	 * Return what is new.
	 * @param look the cluster now
	 * @return the messages, empty if there is nothing new
	 */
	byte[] next(Look look) {
		// All answers first: one that fails must not lose what the others tell.
		List<ClusterSample> samples = look.samples(this.sample);
		List<ClusterEvent> events = look.events(this.event);
		PrintedLines printed = (this.slot != null && look.logs())
				? look.printed(this.slot, this.line, this.begun ? LINES : FIRST_LINES) : null;
		String cluster = (!this.begun || !samples.isEmpty()) ? look.cluster() : null;
		// Its slots change without an event, which can wait for a sample.
		String reload = (cluster != null || !events.isEmpty()) ? look.reload() : this.reload;
		StringBuilder messages = new StringBuilder();
		if (!this.begun) {
			append(messages, "hello", MAPPER.writeValueAsString(
					Map.of("interval", History.INTERVAL, "capacity", History.CAPACITY, "logs", look.logs())));
			this.begun = true;
		}
		if (cluster != null) {
			append(messages, "cluster", cluster);
		}
		if (!reload.equals(this.reload)) {
			append(messages, "reload", reload);
			this.reload = reload;
		}
		if (!samples.isEmpty()) {
			append(messages, "samples", MAPPER.writeValueAsString(Map.of("samples", samples)));
			this.sample = samples.get(samples.size() - 1).id();
		}
		if (!events.isEmpty()) {
			append(messages, "events", look.json(Map.of("events", events)));
			this.event = events.get(events.size() - 1).id();
		}
		if (printed != null) {
			log(messages, printed);
		}
		return messages.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void log(StringBuilder messages, PrintedLines printed) {
		this.line = printed.next();
		if (printed.lines().isEmpty() && printed.dropped() == 0) {
			return;
		}
		Map<String, Object> log = new LinkedHashMap<>();
		log.put("lines", printed.lines());
		if (printed.dropped() > 0) {
			log.put("skipped", printed.dropped());
		}
		append(messages, "log", MAPPER.writeValueAsString(log));
	}

	private static void append(StringBuilder messages, String event, String data) {
		messages.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
	}

}

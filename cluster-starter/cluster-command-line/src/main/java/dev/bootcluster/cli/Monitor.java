// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Shows a cluster on a full screen until the user has seen enough.
 */
final class Monitor {

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private static final int LOG = 500;

	/**
	 * What Ctrl-C and Ctrl-D send in raw mode.
	 */
	private static final List<Integer> QUIT = List.of((int) 'q', (int) 'Q', 3, 4, Tty.END);

	private final Connection cluster;

	private final Tty tty;

	private final boolean colours;

	private final Samples samples;

	private final LongSupplier nanos;

	private final MonitorKeys keys;

	private final List<PrintedLine> log = new ArrayList<>();

	private JsonValue info = JsonValue.MISSING;

	private long read;

	/**
	 * Create a monitor.
	 * @param nanos the time
	 */
	Monitor(Connection cluster, Tty tty, boolean colours, Samples samples, LongSupplier nanos) {
		this.cluster = cluster;
		this.tty = tty;
		this.colours = colours;
		this.samples = samples;
		this.nanos = nanos;
		this.keys = new MonitorKeys(cluster);
	}

	/**
	 * Show the cluster.
	 * @throws CommandFailedException if it can no longer be asked
	 */
	void run() {
		long due = this.nanos.getAsLong();
		while (true) {
			long now = this.nanos.getAsLong();
			if (now - due >= 0) {
				look(now);
				due = now + INTERVAL;
			}
			draw();
			int key = this.tty.key(Duration.ofNanos(Math.max(0, due - this.nanos.getAsLong())));
			if (QUIT.contains(key)) {
				return;
			}
			if (key != Tty.NO_KEY) {
				this.keys.pressed(key, this.info);
			}
		}
	}

	private void look(long now) {
		this.info = this.cluster.ask("info");
		this.samples.add(this.info, now);
		JsonValue part = this.cluster.readOutput(null, this.read, LOG);
		this.read = part.number("next");
		part.list("lines").forEach((line) -> this.log.add(PrintedLine.of(line)));
		if (this.log.size() > LOG) {
			this.log.subList(0, this.log.size() - LOG).clear();
		}
	}

	private void draw() {
		MonitorScreen screen = new MonitorScreen(this.tty.width(), this.tty.height(), this.colours, this.tty.unicode());
		String title = ClusterText.title(this.info, this.cluster.directory(), this.colours);
		this.tty.draw(screen.lines(title, this.info, this.samples, this.log, this.keys.status()));
	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.actuate.ClusterEndpoint;
import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.PrintedLines;
import org.jspecify.annotations.Nullable;

/**
 * A history that a test writes. It tells at most three samples at a time.
 */
public class FakeHistory implements History {

	private static final int AT_A_TIME = 3;

	private final List<ClusterSample> samples = new CopyOnWriteArrayList<>();

	private final List<PrintedLines.Line> lines = new CopyOnWriteArrayList<>();

	public int questions;

	public boolean logs = true;

	private volatile boolean silent;

	/**
	 * A source of this history and a cluster.
	 */
	public DashboardSource with(FakeCluster cluster) {
		ClusterEndpoint endpoint = new ClusterEndpoint(cluster, () -> null, () -> {
			throw new IllegalStateException("Access is not asked for each message");
		});
		return new DashboardSource(cluster, endpoint::description, this, this.logs);
	}

	public void sample() {
		long id = this.samples.size() + 1;
		this.samples.add(new ClusterSample(id, id * INTERVAL, 0.5, 0,
				List.of(new WorkerSample(1, 0.42, 123, 12, 510.5, 900L, 4200L, 0),
						new WorkerSample(2, 0, 456, 0, 0, null, null, 0))));
	}

	public void print(int slot, String text) {
		this.lines.add(new PrintedLines.Line(slot, text));
	}

	/**
	 * Let the primary not answer.
	 */
	public void silent(boolean silent) {
		this.silent = silent;
	}

	@Override
	public List<ClusterSample> samples(long after) {
		answer();
		return this.samples.stream().filter((sample) -> sample.id() > after).limit(AT_A_TIME).toList();
	}

	@Override
	public PrintedLines printed(int slot, long after, int lines) {
		answer();
		List<PrintedLines.Line> following = this.lines.stream()
			.skip(after)
			.filter((line) -> slot == 0 || line.slot() == slot)
			.toList();
		int dropped = Math.max(0, following.size() - lines);
		return new PrintedLines(following.subList(dropped, following.size()), this.lines.size(),
				(after > 0) ? dropped : 0);
	}

	private void answer() {
		this.questions++;
		if (this.silent) {
			throw new ClusterException(Reason.UNAVAILABLE, "The primary did not answer within 2 seconds");
		}
	}

	static @Nullable String data(String messages, String event) {
		for (String message : messages.split("\n\n")) {
			if (message.startsWith("event: " + event + "\n")) {
				return message.substring(message.indexOf("\ndata: ") + "\ndata: ".length());
			}
		}
		return null;
	}

}

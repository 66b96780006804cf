// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;

import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterState;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The one line about the cluster that people read in {@code systemctl status}.
 */
final class ServiceStatus {

	private static final int LONGEST = 400;

	private ServiceStatus() {
	}

	/**
	 * Describe the cluster.
	 * @param stage what it is doing
	 * @param info how it is doing
	 * @param failure how the last reload failed, {@code null} if it did not
	 */
	static String of(ServiceStage stage, ClusterInfo info, @Nullable String failure) {
		String text = switch (stage) {
			case STARTING -> "Starting: " + ready(info);
			case SERVING -> serving(info) + ((failure != null) ? "; " + failure : "");
			case RELOADING -> "Reloading: " + serving(info);
			case STOPPING -> "Stopping: %d of %d workers left".formatted(alive(info.workers()), info.workers().size());
		};
		return oneLine(text);
	}

	private static String serving(ClusterInfo info) {
		String text = ready(info) + ", generation " + info.generation();
		return (info.state() == ClusterState.DEGRADED) ? text + "; degraded: " + info.reason() : text;
	}

	private static String ready(ClusterInfo info) {
		List<WorkerInfo> workers = info.workers().stream().filter((worker) -> !worker.spare()).toList();
		return "%d of %d workers ready".formatted(
				workers.stream().filter((worker) -> worker.state() == WorkerState.READY).count(), workers.size());
	}

	private static long alive(List<WorkerInfo> workers) {
		return workers.stream().filter((worker) -> worker.state() != WorkerState.EXITED).count();
	}

	/**
	 * A line break would begin another assignment.
	 */
	private static String oneLine(String text) {
		String line = text.replaceAll("\\p{Cntrl}+", " ");
		return (line.length() <= LONGEST) ? line : line.substring(0, LONGEST - 1) + "…";
	}

}

// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the keys of the monitor mean. Whatever changes the cluster is asked for twice.
 */
final class MonitorKeys {

	private final Connection cluster;

	private @Nullable Order pending;

	private String status = "";

	MonitorKeys(Connection cluster) {
		this.cluster = cluster;
	}

	/**
	 * Return what to say about the last key.
	 */
	String status() {
		return this.status;
	}

	/**
	 * A key was pressed.
	 * @param key its character
	 * @param info the state of the cluster
	 */
	void pressed(int key, JsonValue info) {
		Order confirmed = this.pending;
		if (confirmed != null) {
			this.pending = null;
			this.status = (key == 'y' || key == 'Y') ? carryOut(confirmed) : "Nothing was done.";
			return;
		}
		Order order = order(key, info);
		this.pending = order;
		this.status = (order != null) ? order.question() + " y/n" : "";
	}

	private static @Nullable Order order(int key, JsonValue info) {
		long workers = info.list("workers").stream().filter((worker) -> !worker.flag("spare")).count();
		return switch (key) {
			case 'r' -> new Order("Reload all workers?", "reload", Map.of("dryRun", false), "A reload has begun.");
			case 's' -> new Order("Restart all workers, one after the other?", "restart-all", Map.of(),
					"A rolling restart has begun.");
			case '+', '=' -> scale(workers + 1);
			case '-' -> (workers > 1) ? scale(workers - 1) : null;
			default -> null;
		};
	}

	private static Order scale(long workers) {
		return new Order("Scale to %d workers?".formatted(workers), "scale", Map.of("workers", Long.toString(workers)),
				"Scaling to %d workers.".formatted(workers));
	}

	private String carryOut(Order order) {
		try {
			this.cluster.ask(order.request(), order.parameters());
			return order.done();
		}
		catch (CommandFailedException ex) {
			return String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
		}
	}

	/**
	 * An order that may be confirmed.
	 */
	private record Order(String question, String request, Map<String, ?> parameters, String done) {

	}

}
